import { askAhead } from './ask-ahead.ts'
import { firstQuestions } from './first-questions.ts'
import { setLooks, storedPrefs } from './set-looks.ts'

/** Runs before the first paint and long before the application, which takes a while to arrive: it sets how the page looks, and asks what its address needs. */
const prefs = storedPrefs()
setLooks(document.documentElement, prefs)
const requests = firstQuestions({ path: location.pathname, search: new URLSearchParams(location.search), prefs })
// Who is not signed in yet has a page without a bar.
if (requests.length > 0) document.documentElement.dataset['start'] = 'bar'
askAhead(requests)
