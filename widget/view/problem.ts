import { h } from '../dom.ts'
import type { Booking } from '../model.ts'

/** What is wrong with one of some controls, above them, in words. */
export const problem = ({ problems }: Booking, id: string, ...fields: readonly string[]) => {
  const found = problems.value.find(({ field }) => fields.includes(field))
  return found && h('p', { class: 'e', id }, found.text)
}
