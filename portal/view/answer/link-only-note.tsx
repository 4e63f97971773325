import { Icon } from '../icon.tsx'

/** Why accepting can only ever link here. */
export function LinkOnlyNote() {
  return (
    <p class="note accent">
      <Icon name="info" />
      <span>
        <b>This PMS can only be linked.</b> chairtime cannot create or change appointments in it. Enter or move the
        appointment there, then link it here.
      </span>
    </p>
  )
}
