import type { Parts } from './draw'

/** Wheels that go across, and those with Shift, pan by so many pixels. */
export function onWheelAcross(element: SVGSVGElement, pan: (pixels: number) => void): void {
  const moved = (event: WheelEvent) => {
    const across = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX
    if (!across || (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY))) return
    event.preventDefault()
    pan(across)
  }
  element.addEventListener('wheel', moved, { passive: false })
}

/** The cursor is dragged by its handle, and nothing else is then. */
export function onCursorDragged({ cursor }: Parts, dragged: (event: PointerEvent) => void): void {
  cursor.on('pointerdown', (event: PointerEvent) => {
    event.stopPropagation()
    const handle = event.target as SVGElement
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', dragged)
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', dragged), {
      once: true,
    })
  })
  cursor.on('mousedown', (event: MouseEvent) => event.stopPropagation())
}
