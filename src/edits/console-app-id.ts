/** What the layer of the console's edits is called, in faults too. Ids of app folders have a dot, so none is this. */
export const consoleAppId = 'console'
