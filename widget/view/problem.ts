import { h } from '../dom.ts'
import type { Form } from '../form.ts'

/** What is wrong with one of some controls, above them, in words. */
export const problem = ({ problems }: Form, id: string, ...fields: readonly string[]) => {
  const found = problems.value.find(({ field }) => fields.includes(field))
  return found && h('p', { class: 'e', id }, found.text)
}
