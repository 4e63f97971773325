const steps: Readonly<Record<string, readonly [columns: number, stops: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * Moves focus in a calendar: up and down over a day's things, left and right to the nearest of the neighbouring day. A day's
 * first stop is the day itself.
 *
 * @param grid - Its columns carry `data-column`, what can have focus in them `data-stop`.
 * @returns Whether the key was one of these and focus was in the grid.
 */
export function moveFocus(grid: HTMLElement, event: KeyboardEvent): boolean {
  const step = steps[event.key]
  const from = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-stop]') : null
  if (!step || !from || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false
  const [columnSteps, stopSteps] = step
  const columns = [...grid.querySelectorAll<HTMLElement>('[data-column]')].filter(isShown)
  const column = from.closest<HTMLElement>('[data-column]')
  if (!column) return false
  const at = columns.indexOf(column)
  const own = stopsOf(column)
  if (columnSteps === 0) own[own.indexOf(from) + stopSteps]?.focus()
  else nearest(stopsOf(columns[at + columnSteps]), from)?.focus()
  return true
}

const stopsOf = (column: HTMLElement | undefined) => [...(column?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])]

/** What is at about the same height; from a day's own stop to the next day's. */
function nearest(stops: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const day = stops.find((stop) => stop.style.getPropertyValue('--at') === '')
  const items = stops.filter((stop) => stop !== day)
  if (day && from.style.getPropertyValue('--at') === '') return day
  const apart = (stop: HTMLElement) => Math.abs(heightOf(stop) - heightOf(from))
  return items.sort((a, b) => apart(a) - apart(b))[0] ?? day
}

const heightOf = (stop: HTMLElement) => Number(stop.style.getPropertyValue('--at'))

/** Where there is room for one day only the others aren't. */
const isShown = (column: HTMLElement) => getComputedStyle(column).display !== 'none'
