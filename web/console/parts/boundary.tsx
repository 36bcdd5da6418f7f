/** A screen that breaks down leaves the rest of the console as it is. */
import { Component, type ReactNode } from 'react'
import { Broken } from './broken.tsx'

export class Boundary extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children
  }
}
