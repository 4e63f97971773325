import type { Role } from '../../server/contract/desk.ts'
import type { StaffList } from '../../server/contract/settings.ts'
import { roleWords, type StaffMember, type StaffModel } from '../model/staff.ts'
import { AccountFault } from './account-fault.tsx'
import { Icon } from './icon.tsx'

/** Everybody who works here, with their role. */
export function StaffMembers({ model, list }: { model: StaffModel; list: StaffList }) {
  return (
    <section class="panel" aria-labelledby="staff-members">
      <div class="panel-head">
        <h2 id="staff-members">Who works here</h2>
        <span class="small muted">{list.staff.length === 1 ? '1 person' : `${list.staff.length} people`}</span>
      </div>
      <ul class="lines">
        {list.staff.map((member) => (
          <Member key={member.userId} model={model} member={member} />
        ))}
      </ul>
      {!model.question.value && <AccountFault act={model.changing} />}
    </section>
  )
}

function Member({ model, member }: { model: StaffModel; member: StaffMember }) {
  const { name, email, role, hasSecondFactor } = member
  const isLastOwner = model.isLastOwner(member)
  return (
    <li class="member">
      <span class="grow">
        <span class="strong break">
          {name}
          {model.isMe(member) && <span class="muted"> (you)</span>}
        </span>
        {name !== email && <span class="small muted line break">{email}</span>}
        {isLastOwner && <span class="small muted line">A practice needs an owner; make somebody else one first.</span>}
      </span>
      <span class={hasSecondFactor ? 'chip success' : 'chip'}>
        <Icon name={hasSecondFactor ? 'check' : 'minus'} />
        {hasSecondFactor ? 'Second factor' : 'Password only'}
      </span>
      <RoleChoice
        label={`Role of ${name}`}
        role={role}
        isOff={isLastOwner || model.changing.going.value}
        onRole={(chosen) => void model.chooseRole(member, chosen)}
      />
      <button
        type="button"
        class="button small"
        disabled={isLastOwner}
        onClick={() => model.ask({ about: 'removal', member })}
      >
        Remove… <span class="sr">{name}</span>
      </button>
    </li>
  )
}

/** What it shows is what is kept: a choice that is refused, or asked about first, falls back. */
function RoleChoice(props: { label: string; role: Role; isOff: boolean; onRole: (role: Role) => void }) {
  const { label, role, isOff, onRole } = props
  return (
    <select
      class="input"
      aria-label={label}
      value={role}
      disabled={isOff}
      onChange={(event) => {
        const chosen = event.currentTarget.value as Role
        event.currentTarget.value = role
        onRole(chosen)
      }}
    >
      {Object.entries(roleWords).map(([each, { name }]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  )
}
