/** As in `engines` of package.json. */
const OLDEST = [24, 15] as const

/**
 * What to say where this Node.js is too old; null where it isn't.
 *
 * @param version - Like `24.21.0`.
 * @example
 * nodeFault('20.20.2') // 'chairtime needs Node.js 24.15 or newer; this is 20.20.2.'
 */
export function nodeFault(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
  return isOld ? `chairtime needs Node.js ${OLDEST.join('.')} or newer; this is ${version}.` : null
}
