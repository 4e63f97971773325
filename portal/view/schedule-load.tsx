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
      foot={
        <>
          <button type="button" class="button" onClick={onLater}>
            Cancel
          </button>
          <span class="gap" />
          <button type="submit" class="button main">
            Load default schedule
          </button>
        </>
      }
    >
      <p>
        The hours of {week} are replaced by the default ones. Booked appointments stay as they are. Nothing counts until
        you save.
      </p>
    </Dialog>
  )
}
