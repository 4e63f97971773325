/** Left the way out, right what the dialog asks about. `isBusy`: it is being done; said only where it is known. */
export function ConfirmFoot(props: { onCancel: () => void; main: string; isBusy?: boolean; isDangerous?: boolean }) {
  const { onCancel, main, isBusy, isDangerous = false } = props
  return (
    <>
      <button type="button" class="button" onClick={onCancel}>
        Cancel
      </button>
      <span class="gap" />
      <button type="submit" class={isDangerous ? 'button dangerous' : 'button main'} aria-busy={isBusy}>
        {main}
      </button>
    </>
  )
}
