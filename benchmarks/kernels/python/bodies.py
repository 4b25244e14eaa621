"""Numeric loop: three bodies that attract one another."""


def energy(steps: int, dt: float) -> float:
    """Total energy of three bodies after `steps` steps of length `dt`."""
    xs = [0.0, 4.84, 8.34]
    ys = [0.0, -1.16, 4.12]
    vx = [0.0, 0.6063, -1.0107]
    vy = [0.0, 2.8119, 1.8256]
    mass = [39.47, 0.0376, 0.0112]
    n = len(xs)
    for _ in range(steps):
        for i in range(n):
            for j in range(i + 1, n):
                dx = xs[i] - xs[j]
                dy = ys[i] - ys[j]
                d2 = dx * dx + dy * dy + 0.01
                mag = dt / (d2 * d2**0.5)
                vx[i] -= dx * mass[j] * mag
                vy[i] -= dy * mass[j] * mag
                vx[j] += dx * mass[i] * mag
                vy[j] += dy * mass[i] * mag
        for i in range(n):
            xs[i] += dt * vx[i]
            ys[i] += dt * vy[i]
    total = 0.0
    for i in range(n):
        total += 0.5 * mass[i] * (vx[i] * vx[i] + vy[i] * vy[i])
        for j in range(i + 1, n):
            dx = xs[i] - xs[j]
            dy = ys[i] - ys[j]
            total -= mass[i] * mass[j] / (dx * dx + dy * dy) ** 0.5
    return total
