import { showTab } from '../focus.ts'
import { formatSetup, setupParts } from '../model/setup-address.ts'
import type { SetupPart } from './setup-room.tsx'
import { placeWords } from './setup-words.ts'

/** The parts of the set-up. */
export function SetupTabs({ model, practice }: Pick<SetupPart, 'model' | 'practice'>) {
  return (
    <nav class="tabs" aria-label="Parts of the set-up">
      {setupParts.map((place) => (
        <a
          key={place}
          href={formatSetup(practice.id, place)}
          aria-current={place === model.place.value ? 'page' : undefined}
          ref={place === model.place.value ? showTab : null}
        >
          {placeWords[place]}
        </a>
      ))}
    </nav>
  )
}
