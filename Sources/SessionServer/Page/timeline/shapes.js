// The shapes of the timeline, drawn onto a canvas: centred, `size` across.

/**
 * Shape by name: `(context, x, y, size, paper)`; colours and line width are the caller's. What is
 * hollow is filled with `paper`, so that the line behind it does not show through.
 */
export const shapes = {
    disc(context, x, y, size) {
        circle(context, x, y, size / 2);
        context.fill();
    },
    ring(context, x, y, size, paper) {
        circle(context, x, y, size * 0.36);
        hollow(context, paper);
    },
    triangle(context, x, y, size) {
        trianglePath(context, x, y, size * 0.9);
        context.fill();
    },
    openTriangle(context, x, y, size, paper) {
        trianglePath(context, x, y, size * 0.8);
        hollow(context, paper);
    },
    square(context, x, y, size) {
        const side = size * 0.82;
        context.beginPath();
        context.roundRect(x - side / 2, y - side / 2, side, side, 1.5);
        context.fill();
    },
    diamond(context, x, y, size, paper) {
        const half = size * 0.42;
        polygon(context, [[x, y - half], [x + half, y], [x, y + half], [x - half, y]]);
        hollow(context, paper);
    },
    cross(context, x, y, size) {
        const half = size * 0.36;
        context.beginPath();
        context.moveTo(x - half, y - half);
        context.lineTo(x + half, y + half);
        context.moveTo(x + half, y - half);
        context.lineTo(x - half, y + half);
        context.lineWidth = Math.max(size / 5, 1.5);
        context.stroke();
    },
    mergeRing(context, x, y, size, paper) {
        circle(context, x, y, size * 0.58);
        context.lineWidth = 2;
        hollow(context, paper);
    },
    dash(context, x, y, size) {
        context.fillRect(x - size * 0.3, y - 1, size * 0.6, 2);
    },
    dot(context, x, y, size) {
        circle(context, x, y, size * 0.16);
        context.fill();
    },
    flag(context, x, y, size) {
        context.fillRect(x - 0.75, y - size, 1.5, size);
        polygon(context, [[x, y - size], [x + size * 0.7, y - size * 0.7], [x, y - size * 0.4]]);
        context.fill();
    },
};

function hollow(context, paper) {
    const colour = context.fillStyle;
    context.fillStyle = paper;
    context.fill();
    context.fillStyle = colour;
    context.stroke();
}

function circle(context, x, y, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
}

function trianglePath(context, x, y, size) {
    const half = size / 2;
    polygon(context, [[x - half * 0.8, y - half], [x + half, y], [x - half * 0.8, y + half]]);
}

function polygon(context, points) {
    context.beginPath();
    points.forEach(([x, y], index) => index === 0 ? context.moveTo(x, y) : context.lineTo(x, y));
    context.closePath();
}
