import { focusDetails, focusRow, focusSearch } from './focus.ts'
import { possibleFor } from './model/answer/possible.ts'
import type { Desk } from './model/desk.ts'
import { formatPatient } from './model/patients-address.ts'
import type { Portal } from './model/portal.ts'
import { formatRoute } from './model/route.ts'
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
  // An open menu is closed by the browser itself.
  if (document.querySelector('dialog[open], .menu:popover-open')) return false
  const row = at?.closest('[data-request]')
  const isDesk = portal.route.value.at === 'desk'
  if (isDesk && (key === 'ArrowDown' || key === 'ArrowUp')) {
    // Elsewhere the arrows scroll.
    return row ? step(portal, key === 'ArrowDown' ? 1 : -1, row) : false
  }
  if (key === 'Escape') return isDesk && leave(portal, desk)
  if (!portal.lettersOn.value) return false
  if (key === '?') {
    portal.keysShown.value = true
    return true
  }
  if (key === '/') return search(portal)
  return isDesk && letter(portal, desk, key.toLowerCase(), row)
}

function letter(portal: Portal, desk: Desk, key: string, row: Element | null | undefined): boolean {
  if (key === 'j' || key === 'k') return step(portal, key === 'j' ? 1 : -1, row)
  const request = desk.opened.request.value
  const practice = portal.practice.value
  if (key === 'p') return openPatient(portal, (request ?? desk.opened.appointment.value)?.patientRecord ?? null)
  if (!request || !practice) return false
  const can = possibleFor(request, practice)
  switch (key) {
    case 'c':
      void copyAll(portal, request, desk.now.value)
      return true
    case 'a':
      if (can.accept) void desk.answering.accept(request)
      return can.accept
    case 'l':
      if (can.link) void desk.answering.link(request)
      return can.link
    case 'r':
      if (can.reject) desk.answering.askReject(request)
      return can.reject
  }
  return false
}

/** The patient's own page, of whatever is open. */
function openPatient(portal: Portal, patient: string | null): boolean {
  const practice = portal.practice.value
  if (!practice || patient === null) return false
  portal.go(formatPatient(practice.id, patient))
  focusDetails()
  return true
}

/** Out of the search first, then out of what is open. */
function leave(portal: Portal, desk: Desk): boolean {
  const open = desk.selected.value
  if (open !== null) {
    portal.close()
    focusRow(open)
    return true
  }
  if (!desk.search.isOn.value) return false
  desk.search.clear()
  return true
}

function search(portal: Portal): boolean {
  const practice = portal.practice.value
  if (!practice) return false
  if (!hasSearch(portal)) portal.go(formatRoute(practice.id))
  portal.searchShown.value = true
  focusSearch()
  return true
}

/** Rooms with a field of their own look for their own; from all others it leads to the desk's. */
function hasSearch(portal: Portal): boolean {
  const route = portal.route.value
  return route.at === 'desk' || (route.at === 'room' && (route.room === 'patients' || route.room === 'patient-access'))
}

/** With a row open the next one opens, and focus stays in the half it was in; else focus moves over the rows. */
function step(portal: Portal, steps: 1 | -1, row: Element | null | undefined): boolean {
  const desk = portal.desk.value
  if (!desk) return false
  const open = desk.selected.value
  const from = open ?? row?.getAttribute('data-request') ?? null
  void desk.neighbour(from, steps).then((next) => {
    if (!next) return
    if (open !== null) portal.openRow(next)
    if (open !== null && !row) focusDetails()
    else focusRow(next.id)
  })
  return true
}
