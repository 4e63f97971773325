import { defineElement } from '../element.ts'
import { partsFrom } from '../part.ts'
import { useDetailsStep } from '../view/screen.ts'
import { readVisit } from '../visit.ts'
import { knownStep } from './known-step.ts'

// The practice's widget as it is everywhere, but for what it asks a patient whom the practice knows. Of our own website,
// so that the session goes with the request.
useDetailsStep(knownStep)
partsFrom('/v1/')
defineElement('', readVisit(location.href, document.referrer))
