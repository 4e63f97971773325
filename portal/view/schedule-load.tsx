import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'

/** Asked only where a week was edited by hand: those hours are replaced. */
export function LoadDefaultDialog({
  week,
  onLater,
  onLoad,
}: {
  week: string
  onLater: () => void
  onLoad: () => void
}) {
  return (
    <Dialog
      title="Load the default schedule into this week?"
      onLater={onLater}
      onMain={onLoad}
      foot={<ConfirmFoot onCancel={onLater} main="Load default schedule" />}
    >
      <p>
        The hours of {week} are replaced by the default ones. Booked appointments stay as they are. Nothing counts until
        you save.
      </p>
    </Dialog>
  )
}
