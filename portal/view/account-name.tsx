import { useSignal } from '@preact/signals'
import type { Account } from '../../server/contract/account.ts'
import type { AccountModel } from '../model/account.ts'
import { AccountFault } from './account-fault.tsx'
import { AccountField } from './account-field.tsx'

/** Who they are, and the password. */
export function AccountName({ model, account }: { model: AccountModel; account: Account }) {
  const name = useSignal(account.name)
  const isChanged = name.value.trim() !== account.name
  const isEmpty = name.value.trim() === ''
  return (
    <section class="panel" aria-labelledby="account-name">
      <div class="panel-head">
        <h2 id="account-name">Name and password</h2>
      </div>
      <div class="panel-body">
        <p>
          You sign in with <span class="strong break">{account.email}</span>.
        </p>
        <form
          class="in-line"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (isChanged && !isEmpty) void model.rename(name.value.trim())
          }}
        >
          <AccountField
            id="own-name"
            label="Name, as colleagues see it"
            value={name}
            autocomplete="name"
            maxLength={100}
            error={isEmpty ? 'Write a name.' : null}
          />
          <button type="submit" class="button" disabled={!isChanged || isEmpty} aria-busy={model.naming.going.value}>
            Save the name
          </button>
        </form>
        <AccountFault act={model.naming} />
        <div class="acts">
          <button type="button" class="button" onClick={() => model.ask({ about: 'password' })}>
            Change the password…
          </button>
        </div>
      </div>
    </section>
  )
}
