/** How another program opens an app in its own process. */
import type { App } from './app.ts'
import type { AppOptions } from './app-options.ts'
import { openWholeApp } from './open-app.ts'

/**
 * Opens the app folder `appDir`. Throws `ConfigurationFaults` with every fault of every element, before any
 * store is opened.
 */
export async function openApp(appDir: string, options: AppOptions = {}): Promise<App> {
  return (await openWholeApp(appDir, options)).app
}
