import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { PasswordInput } from '../../components/input/password-input.tsx'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { issueFor, problemOf } from '../../lib/problem.ts'
import { formText } from '../../lib/form-text.ts'
import { api } from '../../lib/trpc.ts'
import { Door } from './door.tsx'
import { enterSession } from './session.ts'
import classes from './door.module.css'

const PASSWORD_MIN = 12
const PLACEHOLDER_DOMAIN = '@localhost.localdomain'

/** Answers the one-time link. Its secret stands behind `#`, is read once, and leaves the address bar at once. */
export function SetupPage() {
  const [link] = useState(() => location.hash.slice(1))
  const [isTaken, setTaken] = useState(false)
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [])
  const inspected = useQuery({
    queryKey: ['setup-link', link],
    queryFn: () => api.setupLinks.inspect.mutate({ link }),
    enabled: link.length >= 20 && !isTaken,
    staleTime: Infinity,
  })
  if (link.length < 20) {
    return (
      <Door title="Set up your account" lead="This page needs the whole one-time link: the part behind # is missing.">
        <p>
          Open the link again as it was given to you, or <Link to="/sign-in">sign in</Link>.
        </p>
      </Door>
    )
  }
  if (inspected.isError) {
    return (
      <Door title="Set up your account" lead="This link cannot be used.">
        <ErrorState title="The link is not good" error={inspected.error} onRetry={() => void inspected.refetch()} />
        <p className={classes['note']}>
          Links work once and for 24 hours. Have you set your password already? <Link to="/sign-in">Sign in</Link>.
        </p>
      </Door>
    )
  }
  if (!inspected.data)
    return (
      <Door title="Set up your account" lead="Looking at your link …">
        {null}
      </Door>
    )
  return <SetupForm link={link} info={inspected.data} onTaken={() => setTaken(true)} />
}

interface SetupFormProps {
  link: string
  info: { email: string; name: string; organization: string }
  onTaken: () => void
}

function SetupForm({ link, info, onTaken }: SetupFormProps) {
  const router = useRouter()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const isFirst = info.email.endsWith(PLACEHOLDER_DOMAIN)
  const problem = error === undefined ? undefined : problemOf(error)
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setBusy(true)
    setError(undefined)
    try {
      await api.setupLinks.redeem.mutate({
        link,
        email: formText(data, 'email'),
        name: formText(data, 'name'),
        password: formText(data, 'password'),
      })
      onTaken()
      await enterSession()
      router.history.push('/')
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door
      title={isFirst ? 'Welcome aboard' : `Welcome, ${info.name}`}
      lead={`Choose how you sign in to ${info.organization}.`}
    >
      <form className={classes['fields']} onSubmit={(event) => void onSubmit(event)}>
        <TextInput
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          required
          withAsterisk={false}
          defaultValue={isFirst ? '' : info.email}
          error={issueFor(problem, 'email')}
        />
        <TextInput
          name="name"
          label="Name"
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={100}
          defaultValue={isFirst ? '' : info.name}
          error={issueFor(problem, 'name')}
        />
        <PasswordInput
          name="password"
          label="Password"
          description={`At least ${PASSWORD_MIN} characters. Longer is better than stranger.`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={PASSWORD_MIN}
          error={issueFor(problem, 'password')}
        />
        {problem && problem.issues.length === 0 ? <ProblemNotice error={error} /> : null}
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Set password and sign in
        </Button>
      </form>
    </Door>
  )
}
