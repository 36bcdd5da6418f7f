/** What the drawing thread is started with, and what it sends for an order. */

/** Which pictures a thread draws. */
export type CaptchaKind = 'image' | 'slider'

/** The order as it came in, and its PNGs. */
export type DrawnOrder = { readonly order: unknown; readonly pictures: readonly Uint8Array[] }
