const GIVEN = [
  'Ada',
  'Amir',
  'Anke',
  'Bela',
  'Carla',
  'Chidi',
  'Dana',
  'Elif',
  'Emil',
  'Farah',
  'Greta',
  'Hana',
  'Ines',
  'Ivo',
  'Jonas',
  'Kaya',
  'Lena',
  'Luca',
  'Maja',
  'Mehmet',
  'Nadia',
  'Noor',
  'Olga',
  'Paul',
  'Priya',
  'Rosa',
  'Samir',
  'Tess',
  'Viktor',
  'Yuki',
] as const
const FAMILY = [
  'Adeyemi',
  'Bauer',
  'Costa',
  'Dahl',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Hansen',
  'Ito',
  'Jensen',
  'Kowalski',
  'Lindgren',
  'Meyer',
  'Novak',
  'Okafor',
  'Petrov',
  'Quinn',
  'Rossi',
  'Silva',
  'Tanaka',
  'Ueda',
  'Vogel',
  'Weber',
  'Yilmaz',
] as const

export interface Person {
  name: string
  email: string
}

/** So many people, each with a name of their own. At most 720. */
export function peopleOf(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const given = GIVEN[index % GIVEN.length] ?? ''
    // Every round through the given names begins at another family name, so that no pair comes twice.
    const family = FAMILY[(index + Math.floor(index / GIVEN.length) * 7) % FAMILY.length] ?? ''
    return { name: `${given} ${family}`, email: `${given}.${family}@demo.example.com`.toLowerCase() }
  })
}
