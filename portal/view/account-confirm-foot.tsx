/** Left the way out, right what the dialog asks about. */
export function ConfirmFoot({ onCancel, main }: { onCancel: () => void; main: string }) {
  return (
    <>
      <button type="button" class="button" onClick={onCancel}>
        Cancel
      </button>
      <span class="gap" />
      <button type="submit" class="button main">
        {main}
      </button>
    </>
  )
}
