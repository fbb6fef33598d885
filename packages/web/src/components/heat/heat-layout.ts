/** One thing in the grid, made of `slots` equal cells: a node and its devices. */
export interface HeatTile {
  id: string
  slots: number
}

export interface HeatGroup<T extends HeatTile> {
  name: string
  tiles: readonly T[]
}

export interface PlacedTile<T> {
  tile: T
  x: number
  y: number
  width: number
  height: number
}

export interface HeatLayout<T> {
  labels: { text: string; y: number }[]
  tiles: PlacedTile<T>[]
  cell: number
  height: number
}

const LABEL_HEIGHT = 20
const GROUP_GAP = 10
const CELL = { max: 13, min: 4 }
const CELL_GAP = 1
const COMFORTABLE_TILES = 240

/** Places the tiles of each group in rows of the given width, with smaller cells the more there are. */
export function layoutHeat<T extends HeatTile>(groups: readonly HeatGroup<T>[], width: number): HeatLayout<T> {
  const count = groups.reduce((sum, group) => sum + group.tiles.length, 0)
  const shrink = Math.min(1, Math.sqrt(COMFORTABLE_TILES / Math.max(1, count)))
  const cell = Math.max(CELL.min, Math.round(CELL.max * shrink))
  const gap = cell >= 10 ? 8 : cell >= 7 ? 5 : 3
  const labels: HeatLayout<T>['labels'] = []
  const tiles: PlacedTile<T>[] = []
  let y = 0
  for (const group of groups) {
    labels.push({ text: group.name, y })
    y += LABEL_HEIGHT
    let x = 0
    for (const tile of group.tiles) {
      const tileWidth = Math.max(1, tile.slots) * (cell + CELL_GAP) - CELL_GAP
      if (x > 0 && x + tileWidth > width) {
        x = 0
        y += cell + gap
      }
      tiles.push({ tile, x, y, width: tileWidth, height: cell })
      x += tileWidth + gap
    }
    y += cell + GROUP_GAP
  }
  return { labels, tiles, cell, height: Math.max(0, y - GROUP_GAP + 4) }
}

/** Which tile lies at a point, or -1. */
export function tileAt<T>(layout: HeatLayout<T>, x: number, y: number): number {
  return layout.tiles.findIndex(
    (placed) =>
      x >= placed.x - 1 && x <= placed.x + placed.width + 1 && y >= placed.y - 2 && y <= placed.y + placed.height + 2,
  )
}

/** The next tile in a direction: sideways in reading order, up and down to the nearest in the next row. */
export function neighbour<T>(layout: HeatLayout<T>, from: number, key: string): number {
  const last = layout.tiles.length - 1
  if (key === 'ArrowRight') return Math.min(last, from + 1)
  if (key === 'ArrowLeft') return Math.max(0, from - 1)
  if (key === 'Home') return 0
  if (key === 'End') return last
  const here = layout.tiles[from]
  if (!here || (key !== 'ArrowUp' && key !== 'ArrowDown')) return from
  const isDown = key === 'ArrowDown'
  const beyond = layout.tiles.filter((placed) => (isDown ? placed.y > here.y : placed.y < here.y))
  const row = isDown ? Math.min(...beyond.map(({ y }) => y)) : Math.max(...beyond.map(({ y }) => y))
  const nearest = beyond
    .filter(({ y }) => y === row)
    .toSorted((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x))[0]
  return nearest ? layout.tiles.indexOf(nearest) : from
}
