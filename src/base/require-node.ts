/** Loaded before everything else of the library: an older Node would fail at some place that says nothing. */
import { nodeFault } from './node-version.ts'

const fault = nodeFault(process.versions.node)
if (fault !== undefined) throw new Error(fault)
