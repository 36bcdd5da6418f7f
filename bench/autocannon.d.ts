/** The part of autocannon that bench/load.ts uses; the package has no types of its own. */
declare module 'autocannon' {
  export type RequestParts = {
    method: string
    path: string
    headers: Record<string, string>
    body?: string
  }

  export type RequestOptions<Context> = Partial<RequestParts> & {
    setupRequest: (parts: RequestParts, context: Context) => RequestParts
    onResponse: (status: number, body: string, context: Context) => void
  }

  export type Options<Context> = {
    url: string
    connections: number
    amount: number
    sampleInt: number
    initialContext: Context
    requests: RequestOptions<Context>[]
  }

  const autocannon: <Context>(options: Options<Context>) => Promise<{ errors: number; timeouts: number }>
  // biome-ignore lint/style/noDefaultExport: it is how the package is made
  export default autocannon
}
