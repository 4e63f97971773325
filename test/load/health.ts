/** Milliseconds and bytes. */
export interface Health {
  readonly rss: number
  readonly mostRss: number
  readonly loopP50: number
  readonly loopP99: number
  readonly loopMax: number
  readonly cpuMs: number
}
