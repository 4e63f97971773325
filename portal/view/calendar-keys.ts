import { focusDetails } from '../focus.ts'
import { formatWeekEdit } from '../model/calendar-address.ts'
import { formatPatient } from '../model/patients-address.ts'
import type { CalendarPart } from './calendar-room.tsx'

/** The single letters of the calendar. Returns what takes them off again. */
export function bindCalendarKeys(part: CalendarPart): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const at = event.target instanceof Element ? event.target : null
    if (event.key === 'Escape' && part.model.why.question.value && !at?.closest('dialog')) {
      part.model.why.close()
      event.preventDefault()
      return
    }
    if (!part.portal.lettersOn.value || document.querySelector('dialog[open]')) return
    if (at?.closest('input, textarea, select, dialog, [contenteditable]')) return
    if (press(part, event.key.toLowerCase(), at)) event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function press(part: CalendarPart, key: string, at: Element | null): boolean {
  const { model, portal, practice, mayChange } = part
  switch (key) {
    case 'j':
    case 'k':
      model.step(key === 'j' ? 1 : -1)
      return true
    case 't':
      model.toToday()
      return true
    case 'd':
      model.choose({ view: model.address.value.view === 'day' ? 'week' : 'day' })
      return true
    case 'w':
      return askWhy(part, at)
    case 'p':
      return openPatient(part, at)
    case 'e': {
      const lane = model.lane.value
      if (!mayChange || lane?.kind !== 'practitioner') return false
      portal.go(formatWeekEdit(practice.id, model.date.value, lane.id))
      return true
    }
  }
  return false
}

/** The page of the patient whose booking has focus. */
function openPatient({ model, portal, practice }: CalendarPart, at: Element | null): boolean {
  const stop = at?.closest('[data-stop]')?.getAttribute('data-stop')
  const columns = model.picture.value?.columns ?? []
  const placed = columns.flatMap((column) => column.items.filter((each) => stop === `${column.key} ${each.item.id}`))[0]
  const patient = placed?.item.patientRecord ?? null
  if (patient === null) return false
  portal.go(formatPatient(practice.id, patient))
  focusDetails()
  return true
}

/** About the booking that has focus, else about the first open time of the day that has, or is looked at. */
function askWhy({ model }: CalendarPart, at: Element | null): boolean {
  const columns = model.picture.value?.columns ?? []
  const key = at?.closest('[data-column]')?.getAttribute('data-column')
  const column = columns.find((each) => each.key === key) ?? columns.find(({ date }) => date === model.date.value)
  if (!column) return false
  const stop = at?.closest('[data-stop]')?.getAttribute('data-stop')
  const item = column.items.find((each) => stop === `${column.key} ${each.item.id}`)
  const start = item?.start ?? column.open[0]?.start ?? model.instantOf(column.date, '09:00')
  if (start === null) return false
  model.why.open(start, column.lane.kind === 'practitioner' ? column.lane.id : null)
  return true
}
