export const rowId = (request: string) => `request-${request}`
export const patientRowId = (patient: string) => `patient-${patient}`
export const detailsId = 'details'
export const titleId = 'title'
export const searchId = 'search'

/** Rendering comes in a microtask after the change, so focus is moved one task later. */
const afterRender = (act: () => void) => setTimeout(act)

export function focusRow(request: string): void {
  afterRender(() => document.getElementById(rowId(request))?.focus())
}

export function focusPatientRow(patient: string): void {
  afterRender(() => (document.getElementById(patientRowId(patient)) ?? document.getElementById(titleId))?.focus())
}

/** Puts focus on the heading of the open request. */
export function focusDetails(): void {
  afterRender(() => document.getElementById(detailsId)?.focus())
}

/** After signing in: to the request the address names, else to the page's heading. */
export function focusPage(): void {
  afterRender(() => (document.getElementById(detailsId) ?? document.getElementById(titleId))?.focus())
}

/** After the last of some dialogs: to what had focus before the first, and where that is gone to the page's heading. */
export function focusOpener(opener: Element | null): void {
  if (document.activeElement !== document.body || opener === document.body) return
  // What was chosen from a menu went with it: then to the menu's button.
  const menu = opener?.closest('[popover]')
  const button = menu && document.querySelector(`[popovertarget="${menu.id}"]:not(.menu-item)`)
  const known = button ?? opener
  const to = known?.isConnected ? known : document.getElementById(titleId)
  if (to instanceof HTMLElement) to.focus()
}

/**
 * After an answer's last dialog: back to the row, and where nothing of it is seen to the open request. A request that has
 * been answered leaves the list, and focus would go with its row.
 */
export function focusBack(request: string, isAnswered: boolean): void {
  afterRender(() => {
    const row = isAnswered ? null : document.getElementById(rowId(request))
    row?.focus()
    if (!row || document.activeElement !== row) document.getElementById(detailsId)?.focus()
  })
}

/** To the first field that something is wrong with. */
export function focusFault(): void {
  afterRender(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

/** From the search field into what was found. */
export function focusSearched(): void {
  afterRender(() => document.querySelector<HTMLElement>('#requests [data-request], [data-patient]')?.focus())
}

export function focusSearch(): void {
  const focus = () => document.getElementById(searchId)?.focus()
  // At once where it is seen already: whoever types on at once loses no letter.
  focus()
  afterRender(focus)
}

/** Where not all tabs fit beside each other, the chosen one is seen. */
export const showTab = (tab: HTMLElement | null) => tab?.scrollIntoView?.({ block: 'nearest', inline: 'center' })
