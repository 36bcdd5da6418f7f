import { testsFirstLoad } from '../login/support/first-load.ts'

testsFirstLoad('account')
