/* What patients see of a colour. The widget keeps its hue and caps how light or dark it is (widget/base.css); the same
   numbers stand here, so that staff see it before patients do. */

export type Scheme = 'light' | 'dark'

/** Least contrast of text with its ground (WCAG 2.2, 1.4.3). */
export const leastContrast = 4.5
/** What is written on the colour, and what lies behind it where it is a text. */
const against: Readonly<Record<Scheme, readonly [on: string, ground: string]>> = {
  light: ['#ffffff', '#ffffff'],
  dark: ['#0e1318', '#151b22'],
}
const lightness: Readonly<Record<Scheme, readonly [least: number, most: number]>> = {
  light: [0, 0.5],
  dark: [0.75, 1],
}
const mostChroma = 0.14

type Triple = readonly [number, number, number]

/** A colour like `#0b6e6e` as the widget shows it: `#rrggbb` again. */
export function mended(color: string, scheme: Scheme): string {
  const [l, a, b] = toOklab(linearOf(color))
  const [least, most] = lightness[scheme]
  const capped = Math.min(most, Math.max(least, l))
  const chroma = Math.hypot(a, b)
  const kept = chroma === 0 ? 0 : Math.min(chroma, mostChroma) / chroma
  if (capped === l && kept === 1) return color.toLowerCase()
  // Where a screen doesn't have that colour, browsers cut off what is too much of each part, as is done here.
  return hexOf(fromOklab([capped, a * kept, b * kept]))
}

/** The lower of a colour's contrasts: with what is written on it, and as a text with its ground. 1 to 21. */
export function contrastOf(color: string, scheme: Scheme): number {
  return Math.min(...against[scheme].map((other) => contrast(color, other)))
}

/** Would anybody see that one is not the other? */
export function looksAlike(a: string, b: string): boolean {
  return [1, 3, 5].every((at) => {
    const [one, other] = [a, b].map((color) => Number.parseInt(color.slice(at, at + 2), 16))
    return Math.abs(one! - other!) <= 3
  })
}

/** What is written on the colour. */
export const textOn = (scheme: Scheme) => against[scheme][0]

export function isHexColor(text: string): boolean {
  return /^#[\da-f]{6}$/i.test(text)
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [r, g, b] = linearOf(color)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function linearOf(color: string): Triple {
  const part = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

function hexOf(rgb: Triple): string {
  const parts = rgb.map((part) => {
    const value = Math.min(1, Math.max(0, part))
    const shown = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
    return Math.round(shown * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${parts.join('')}`
}

/** CSS Color 4, §9.2; the numbers are Björn Ottosson's. */
function toOklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function fromOklab([lightnessOf, a, b]: Triple): Triple {
  const l = (lightnessOf + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightnessOf - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightnessOf - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}
