/** Why an agent has no way to replace itself, by what it runs on. */
export function whyNotByDriver(driver: string): string {
  if (driver === 'kubernetes') {
    return 'the agent was not told which Deployment it is: install the chart fairlead-agent of the new release once with helm'
  }
  return `an agent of the driver ${driver} is a program on a host: put the package of the new release in its place and start it again; what runs there goes on`
}
