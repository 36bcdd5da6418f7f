/** Under which name the signing secret of an endpoint is kept. */
export function secretNameOf(endpointId: string): string {
  return `webhook/${endpointId}`
}
