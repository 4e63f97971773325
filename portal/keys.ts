import { focusDetails, focusRow } from './focus.ts'
import type { Portal } from './model/portal.ts'
import { copyAll } from './view/copy-all-button.tsx'

/** The keys of the desk. Returns what takes them off again. */
export function bindKeys(portal: Portal): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const at = event.target instanceof Element ? event.target : null
    if (at?.closest('input, textarea, select, dialog, [contenteditable]')) return
    if (press(portal, event.key, at)) event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function press(portal: Portal, key: string, at: Element | null): boolean {
  const desk = portal.desk.value
  if (!desk) return false
  const row = at?.closest('[data-request]')
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
      // Elsewhere the arrows scroll.
      return row ? step(portal, key === 'ArrowDown' ? 1 : -1, row) : false
    case 'Escape': {
      const open = desk.selected.value
      if (open === null) return false
      portal.close()
      focusRow(open)
      return true
    }
  }
  if (!portal.lettersOn.value) return false
  switch (key.toLowerCase()) {
    case 'j':
      return step(portal, 1, row)
    case 'k':
      return step(portal, -1, row)
    case 'c': {
      const detail = desk.detail.value
      if (detail) void copyAll(portal, detail, desk.now.value)
      return detail !== null
    }
    case '?':
      portal.keysShown.value = true
      return true
  }
  return false
}

/** With a request open the next one opens, and focus stays in the half it was in; else focus moves over the rows. */
function step(portal: Portal, steps: 1 | -1, row: Element | null | undefined): boolean {
  const desk = portal.desk.value
  const open = desk?.selected.value ?? null
  const from = open ?? row?.getAttribute('data-request') ?? null
  const id = desk?.neighbour(from, steps)
  if (!id) return false
  if (open !== null) portal.open(id)
  if (open !== null && !row) focusDetails()
  else focusRow(id)
  return true
}
