import type { PatientsPart } from './patients-room.tsx'

/** The single letters of the patients, and Esc. Returns what takes them off again. */
export function bindPatientsKeys(part: PatientsPart): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('dialog[open], .menu:popover-open')) return
    const at = event.target instanceof Element ? event.target : null
    if (at?.closest('input, textarea, select, [contenteditable]')) return
    if (press(part, event.key)) event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function press({ portal, model }: PatientsPart, key: string): boolean {
  const isPage = model.id.value !== null
  if (key === 'Escape') {
    if (isPage) model.close()
    else if (model.list.isSearching.value) model.list.clear()
    else return false
    return true
  }
  if (!portal.lettersOn.value) return false
  switch (key.toLowerCase()) {
    case 'j':
    case 'k':
      return !isPage && stepRows(key.toLowerCase() === 'j' ? 1 : -1)
    case 'n':
      if (model.mayChange) model.askNew()
      return model.mayChange
    case 'e':
      if (!model.mayChange || !model.page.value) return false
      model.askEdit()
      return true
    case 'i':
      if (!model.mayChange || !model.page.value || model.page.value.access === 'enrolled') return false
      void model.sendInvitation()
      return true
  }
  return false
}

/** Moves focus over the rows of a list of patients. */
export function stepRows(steps: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-patient]')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = rows[at < 0 ? 0 : at + steps]
  next?.focus()
  return next !== undefined
}
