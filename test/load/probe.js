// Loaded into the server's process before the server: tells the parent, when asked, how the process is. Plain
// JavaScript, because reading types away would itself take a quarter of the memory that is measured.
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** @import { Health } from './health.ts' */

const RESOLUTION_MS = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
let mostRss = 0
const watch = setInterval(() => {
  mostRss = Math.max(mostRss, process.memoryUsage.rss())
}, 250)
watch.unref()

process.on('message', (message) => {
  if (message === 'begin') {
    delay.reset()
    delay.enable()
    mostRss = 0
  }
  if (message !== 'tell') return
  const rss = process.memoryUsage.rss()
  // The timer that measures waits for its own resolution too: that is no delay.
  const ms = (/** @type {number} */ nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  const { user, system } = process.cpuUsage()
  /** @type {Health} */
  const health = {
    rss,
    mostRss: Math.max(mostRss, rss),
    loopP50: ms(delay.percentile(50)),
    loopP99: ms(delay.percentile(99)),
    loopMax: ms(delay.max),
    cpuMs: (user + system) / 1000,
  }
  process.send?.(health)
})
// The channel to the parent must not keep a server alive that was asked to stop.
process.channel?.unref()
