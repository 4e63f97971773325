import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { Panel } from './settings-panel.tsx'
import { CheckField, TextField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'
import { TranslationFields } from './setup-translations.tsx'

type UrgentCare = NonNullable<PracticeFile['urgentCare']>

/** What patients read who can't wait for an answer. */
export function UrgentCareSetup(part: SetupPart) {
  const { file, model } = part
  const urgent = file.urgentCare
  const change = (next: Partial<UrgentCare>) => model.change({ urgentCare: { ...urgent!, ...next } })
  return (
    <Panel id="setup-urgent" title="Urgent care">
      <CheckField
        part={part}
        label="Tell patients what to do when it is urgent"
        help="Stands beside the reasons for a visit, where somebody in pain looks first."
        checked={urgent !== undefined}
        onChange={(isOn) =>
          model.change({
            urgentCare: isOn
              ? (model.rules.kept.peek()?.urgentCare ?? {
                  title: 'Is it urgent?',
                  text: 'Call us instead of sending a request.',
                  phone: file.phone,
                })
              : undefined,
          })
        }
      />
      {urgent && (
        <>
          <TextField
            {...{ part, at: '/urgentCare/title', label: 'Title', value: urgent.title, maxLength: 120 }}
            help="A short question, like “In pain, swollen or bleeding?”."
            onInput={(title) => change({ title })}
          />
          <TranslationFields
            {...{ part, at: '/urgentCare/titles', of: 'Title', value: urgent.titles }}
            onInput={(titles) => change({ titles })}
          />
          <TextField
            {...{ part, at: '/urgentCare/text', label: 'What to do', value: urgent.text, isLong: true }}
            help="One or two sentences."
            onInput={(text) => change({ text })}
          />
          <TranslationFields
            {...{ part, at: '/urgentCare/texts', of: 'What to do', value: urgent.texts, isLong: true }}
            onInput={(texts) => change({ texts })}
          />
          <TextField
            {...{ part, at: '/urgentCare/phone', label: 'Phone for urgent calls', value: urgent.phone, type: 'tel' }}
            help="May be another one than the practice’s, as for the night."
            onInput={(phone) => change({ phone })}
          />
        </>
      )}
    </Panel>
  )
}
