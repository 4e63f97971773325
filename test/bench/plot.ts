import { axes, base, type Growth } from './growth.ts'
import { countText, timeText } from './text.ts'

/*
 * Three panels side by side, one for each way a practice grows, with one logarithmic scale of time for all. Written by
 * hand: it is lines, dots and words.
 */

const [width, height] = [1120, 490]
const panel = { top: 128, bottom: 424, left: 78, width: 280, pitch: 348 }
const ink = { text: '#1f2937', soft: '#4b5563', line: '#e5e7eb' }

const series = [
  { key: 'tidyMs', name: 'rrule + luxon, tidy', color: '#b4530a', dash: 'none' },
  { key: 'plainMs', name: 'plain JS, offsets cached', color: '#64748b', dash: 'none' },
  { key: 'fromNothingMs', name: 'chairtime, from nothing', color: '#0f766e', dash: '6 4' },
  { key: 'residentMs', name: 'chairtime, resident', color: '#0f766e', dash: 'none' },
] as const

const panels = [
  { axis: 'days', title: 'Longer range', unit: 'days asked for' },
  { axis: 'bookings', title: 'More bookings', unit: 'bookings of each practitioner in the year' },
  { axis: 'practitioners', title: 'More practitioners', unit: 'practitioners, “anyone” asked for' },
] as const

interface Scale {
  /** Powers of ten of a millisecond. */
  readonly low: number
  readonly high: number
}

export function plotGrowth(growth: readonly Growth[]): string {
  const times = panels.flatMap(({ axis }) =>
    series.flatMap(({ key }) => along(growth, axis).map((point) => point[key]!)),
  )
  const scale = {
    low: Math.floor(Math.log10(Math.min(...times))),
    high: Math.ceil(Math.log10(Math.max(...times))),
  }
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13" fill="${ink.text}">`,
    '<title id="title">Time of a whole answer as a practice grows</title>',
    `<desc id="desc">${describe(growth)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    '<text x="24" y="36" font-size="20" font-weight="600">Time of a whole answer as a practice grows</text>',
    `<text x="24" y="59" fill="${ink.soft}">In each panel one thing grows and the rest stay: one year asked for, 1,000 bookings, 1 practitioner. Time is on a logarithmic scale; lower is faster.</text>`,
    ...legend(),
    ...panels.flatMap((_, i) => drawPanel(growth, i, scale)),
    '</svg>',
  ].join('\n')}\n`
}

/** The three points of one axis, the other two being where the axes meet. */
function along(growth: readonly Growth[], axis: keyof typeof axes): Growth[] {
  const others = panels.map((each) => each.axis).filter((other) => other !== axis)
  return axes[axis].map((value) => {
    const isThere = (point: Growth) => point[axis] === value && others.every((other) => point[other] === base[other])
    return growth.find(isThere)!
  })
}

function legend(): string[] {
  let x = 24
  return [...series].map(({ name, color, dash }) => {
    const item = `<path d="M${x} 84h28" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/><circle cx="${x + 14}" cy="84" r="4" fill="${color}"/><text x="${x + 36}" y="88.5">${name}</text>`
    x += 60 + name.length * 7
    return item
  })
}

function drawPanel(growth: readonly Growth[], i: number, scale: Scale): string[] {
  const { axis, title, unit } = panels[i]!
  const left = panel.left + i * panel.pitch
  const points = along(growth, axis)
  // Equal steps: there is no place for 0 bookings on a logarithmic scale.
  const x = (k: number) => left + 18 + (k * (panel.width - 36)) / 2
  const y = (ms: number) => yOf(ms, scale)
  const ends = apart(series.map(({ key }) => y(points.at(-1)![key]!)))
  return [
    `<text x="${left}" y="${panel.top - 12}" font-size="14" font-weight="600">${title}</text>`,
    ...gridLines(left, scale, i === 0),
    ...axes[axis].map(
      (value, k) => `<text x="${x(k)}" y="${panel.bottom + 20}" text-anchor="middle">${countText(value)}</text>`,
    ),
    `<text x="${left + panel.width / 2}" y="${panel.bottom + 42}" text-anchor="middle" fill="${ink.soft}">${unit}</text>`,
    ...series.flatMap(({ key, color, dash }, s) => {
      const dots = points.map((point, k) => ({ x: round(x(k)), y: round(y(point[key]!)) }))
      return [
        `<path d="M${dots.map((dot) => `${dot.x} ${dot.y}`).join('L')}" fill="none" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/>`,
        ...dots.map((dot) => `<circle cx="${dot.x}" cy="${dot.y}" r="4" fill="${color}"/>`),
        `<text x="${left + panel.width - 8}" y="${round(ends[s]! + 4)}" font-size="12" fill="${color}">${timeText(points.at(-1)![key]!)}</text>`,
      ]
    }),
  ]
}

function gridLines(left: number, { low, high }: Scale, isLabelled: boolean): string[] {
  return Array.from({ length: high - low + 1 }, (_, i) => {
    const time = 10 ** (low + i)
    const y = round(yOf(time, { low, high }))
    const line = `<path d="M${left} ${y}h${panel.width - 14}" stroke="${ink.line}"/>`
    const label = `<text x="${left - 8}" y="${y + 4}" text-anchor="end" font-size="12" fill="${ink.soft}">${timeText(time)}</text>`
    return isLabelled ? line + label : line
  })
}

function yOf(ms: number, { low, high }: Scale): number {
  return panel.bottom - ((Math.log10(ms) - low) / (high - low)) * (panel.bottom - panel.top)
}

/** Labels at least a line from one another, in the order they have. */
function apart(wanted: readonly number[]): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!)
  const places = [...wanted]
  for (let pass = 0; pass < 20; pass++) {
    for (let i = 1; i < order.length; i++) {
      const [above, below] = [order[i - 1]!, order[i]!]
      const lacking = 15 - (places[below]! - places[above]!)
      if (lacking <= 0) continue
      places[above]! -= lacking / 2
      places[below]! += lacking / 2
    }
  }
  return places
}

function describe(growth: readonly Growth[]): string {
  return panels
    .map(({ axis, unit }) => {
      const points = along(growth, axis)
      const lines = series.map(({ key, name }) => `${name} ${points.map((point) => timeText(point[key]!)).join(', ')}`)
      return `${axes[axis].map(countText).join(', ')} ${unit}: ${lines.join('; ')}.`
    })
    .join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
