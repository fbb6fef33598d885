import { useEffect, useEffectEvent, useState, type PointerEvent, type RefObject } from 'react'

interface GanttPointer {
  plot: RefObject<HTMLElement | null>
  /** Pixels from the top of the plot to the top of what is drawn. */
  top: number
  onPoint: (x: number, y: number) => void
  onLeave: () => void
  onOpen: (x: number, y: number) => void
  /** A stretch was drawn, between pixels from the left. */
  onSelect: (from: number, to: number) => void
  /** The wheel was turned with Ctrl or ⌘ held: a window `factor` times as long around a pixel from the left. */
  onZoom: (factor: number, x: number) => void
}

/** Closer than this, a press and its release are a click. */
const DRAG_PX_MIN = 5
const ZOOM_PER_PX = 0.002

/** What the mouse does to a picture of time: a click opens, a drag chooses a stretch, the wheel with Ctrl or ⌘ looks closer. The wheel alone scrolls the page. */
export function useGanttPointer({ plot, top, onPoint, onLeave, onOpen, onSelect, onZoom }: GanttPointer) {
  const [selection, setSelection] = useState<readonly [number, number]>()
  const [pressed, setPressed] = useState<number>()
  const zoom = useEffectEvent((event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1)
    const factor = Math.min(2, Math.max(0.5, Math.exp(px * ZOOM_PER_PX)))
    onZoom(factor, event.clientX - (plot.current?.getBoundingClientRect().left ?? 0))
  })
  useEffect(() => {
    const element = plot.current
    if (!element) return undefined
    const listen = (event: WheelEvent) => zoom(event)
    // React listens to the wheel passively, and then the browser would zoom the whole page besides.
    element.addEventListener('wheel', listen, { passive: false })
    return () => element.removeEventListener('wheel', listen)
  }, [plot])
  const end = () => {
    setPressed(undefined)
    setSelection(undefined)
  }
  return {
    selection,
    cancel: end,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setPressed(event.nativeEvent.offsetX)
      },
      onPointerMove: ({ nativeEvent: { offsetX, offsetY } }: PointerEvent<HTMLElement>) => {
        const isDrag = pressed !== undefined && (selection !== undefined || Math.abs(offsetX - pressed) >= DRAG_PX_MIN)
        if (isDrag) setSelection([pressed, offsetX])
        else onPoint(offsetX, top + offsetY)
      },
      onPointerUp: ({ nativeEvent: { offsetX, offsetY } }: PointerEvent<HTMLElement>) => {
        if (pressed === undefined) return
        end()
        if (selection) onSelect(...selection)
        else onOpen(offsetX, top + offsetY)
      },
      onPointerCancel: end,
      onPointerLeave: () => {
        if (pressed === undefined) onLeave()
      },
    },
  }
}
