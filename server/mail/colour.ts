/** One colour on light ground and one on dark, each with what is written on it. */
export interface Accent {
  readonly light: string
  readonly onLight: string
  readonly dark: string
  readonly onDark: string
}

type Rgb = readonly [red: number, green: number, blue: number]

/** Our own, as in the portal. */
const OURS: Accent = { light: '#0b6e6e', onLight: '#ffffff', dark: '#4fc3bd', onDark: '#06201f' }
const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** The mail's ground at night. */
const NIGHT: Rgb = [21, 27, 34]
/** WCAG 2.2 §1.4.3. */
const LEAST_CONTRAST = 4.5
/** A colour that is just enough looks dull at night. */
const LEAST_AT_NIGHT = 6

/**
 * A practice's colour, darkened or lightened until it can be read.
 *
 * @param color - As in the practice file. Only `#rgb` and `#rrggbb` can be reckoned with; anything else gives our own.
 */
export function accentOf(color: string | undefined): Accent {
  const given = color === undefined ? null : rgbOf(color)
  if (!given) return OURS
  const light = until(given, BLACK, (one) => contrast(one, WHITE) >= LEAST_CONTRAST)
  const dark = until(given, WHITE, (one) => contrast(one, NIGHT) >= LEAST_AT_NIGHT)
  return { light: hexOf(light), onLight: '#ffffff', dark: hexOf(dark), onDark: hexOf(NIGHT) }
}

/** Mixes more and more of another colour in until the contrast is enough. */
function until(from: Rgb, to: Rgb, isEnough: (color: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = from.map((part, i) => Math.round(part + (to[i]! - part) * share)) as unknown as Rgb
    if (isEnough(mixed)) return mixed
  }
  return to
}

function rgbOf(color: string): Rgb | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(color)
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color)
  const digits = short ? short.slice(1).map((digit) => digit + digit) : long?.slice(1)
  return digits ? (digits.map((pair) => Number.parseInt(pair, 16)) as unknown as Rgb) : null
}

function hexOf(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function contrast(a: Rgb, b: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Relative luminance as WCAG defines it. */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
