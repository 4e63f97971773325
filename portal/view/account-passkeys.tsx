import type { Account } from '../../server/contract/account.ts'
import { canUsePasskeys } from '../../widget/account/passkey.ts'
import type { AccountModel } from '../model/account.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'

/** Signing in with what the device keeps, instead of password and code. */
export function AccountPasskeys({ portal, model, account }: { portal: Portal; model: AccountModel; account: Account }) {
  return (
    <section class="panel" aria-labelledby="account-passkeys">
      <div class="panel-head">
        <h2 id="account-passkeys">Passkeys</h2>
      </div>
      {account.passkeys.length > 0 && (
        <ul class="lines">
          {account.passkeys.map(({ id, name, addedAt }) => (
            <li key={id}>
              <Icon name="key" />
              <span class="grow">
                <span class="strong break">{name}</span>
                {addedAt && <span class="small muted line">Added {portal.words.value.date(Date.parse(addedAt))}</span>}
              </span>
              <button
                type="button"
                class="button small"
                onClick={() => model.ask({ about: 'passkey-removal', id, name })}
              >
                Remove… <span class="sr">{name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="panel-body">
        {account.passkeys.length === 0 && (
          <p>
            With a passkey, this device signs you in by finger, face or PIN. No password is typed, so none can be
            stolen.
          </p>
        )}
        {canUsePasskeys() ? (
          <div class="acts">
            <button type="button" class="button" onClick={() => model.ask({ about: 'passkey' })}>
              <Icon name="plus" />
              Add a passkey…
            </button>
          </div>
        ) : (
          <p class="small muted">
            This browser keeps no passkeys for this address. They need a newer browser and an address with a name.
          </p>
        )}
      </div>
    </section>
  )
}
