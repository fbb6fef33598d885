import { createFileRoute } from '@tanstack/react-router'
import { SignInPage } from '../features/identity/sign-in-page.tsx'
import { defined, strictly, textOf } from '../lib/search.ts'

export const Route = createFileRoute('/sign-in')({
  validateSearch: strictly((search) => defined({ next: textOf(search['next'], 2000) })),
  component: SignIn,
})

function SignIn() {
  return <SignInPage next={Route.useSearch().next} />
}
