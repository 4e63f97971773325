export const rowId = (request: string) => `request-${request}`
export const detailsId = 'details'
export const titleId = 'title'

/** Rendering comes in a microtask after the change, so focus is moved one task later. */
const afterRender = (act: () => void) => setTimeout(act)

export function focusRow(request: string): void {
  afterRender(() => document.getElementById(rowId(request))?.focus())
}

/** Puts focus on the heading of the open request. */
export function focusDetails(): void {
  afterRender(() => document.getElementById(detailsId)?.focus())
}

/** After signing in: to the request the address names, else to the page's heading. */
export function focusPage(): void {
  afterRender(() => (document.getElementById(detailsId) ?? document.getElementById(titleId))?.focus())
}
