import { useRouter } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { PasswordInput } from '../../components/input/password-input.tsx'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { formText } from '../../lib/form-text.ts'
import { api } from '../../lib/trpc.ts'
import { Door } from './door.tsx'
import { safeNext } from './safe-next.ts'
import { enterSession } from './session.ts'
import classes from './door.module.css'

/** Email and password. What was typed stays when it was wrong. */
export function SignInPage({ next }: { next: string | undefined }) {
  const router = useRouter()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setBusy(true)
    setError(undefined)
    try {
      await api.session.create.mutate({ email: formText(data, 'email'), password: formText(data, 'password') })
      await enterSession()
      router.history.push(safeNext(next))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door title="Sign in" lead="One place for all your clusters.">
      <form className={classes['fields']} onSubmit={(event) => void onSubmit(event)}>
        <TextInput
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          required
          withAsterisk={false}
          // The page is this one form.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
        <PasswordInput name="password" label="Password" autoComplete="current-password" required withAsterisk={false} />
        <ProblemNotice error={error} />
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
      <p className={classes['note']}>
        No account, or the password is lost? An admin can make you a one-time link. The owner of the server gets one
        with <code>node packages/control-plane/src/admin.ts setup-link</code>.
      </p>
    </Door>
  )
}
