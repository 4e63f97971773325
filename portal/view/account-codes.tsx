import type { AccountModel } from '../model/account.ts'
import type { Portal } from '../model/portal.ts'
import { CopyButton } from './copy-button.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'

/** Shown once. Closing it by Esc or × is the same as saying that they are kept: they can't be shown again. */
export function AccountCodes(props: { portal: Portal; model: AccountModel; codes: readonly string[]; isNew: boolean }) {
  const { portal, model, codes, isNew } = props
  const close = () => (isNew ? void model.codesKept() : model.ask(null))
  return (
    <Dialog
      title="Keep these backup codes"
      onLater={close}
      onMain={close}
      foot={
        <>
          <button type="button" class="button" onClick={() => window.print()}>
            <Icon name="download" />
            Print
          </button>
          <CopyButton copies={portal.copies} id="codes" label="Backup codes" text={codes.join('\n')} />
          <span class="gap" />
          <button type="submit" class="button main">
            I have kept them
          </button>
        </>
      }
    >
      <p>
        {isNew && 'The second factor is on. '}If your phone is lost or broken, one of these signs you in instead of its
        code. Each works once. They are shown only now.
      </p>
      <ol class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="small muted">Print them or keep them in a password manager, not on the phone that makes the codes.</p>
    </Dialog>
  )
}
