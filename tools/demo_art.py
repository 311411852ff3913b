"""Draws the people and the places of the demo site: nobody real, nothing taken from anywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Size = tuple[int, int]
Shape = Sequence[tuple[float, float]]

BUST = (400, 480)  # the sheet a person is drawn on, in units; the face on it is about 172 wide and 226 high
INK: Colour = (52, 36, 34)
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Person:
    """How one made-up person looks."""

    skin: Colour
    hair: Colour
    shirt: Colour
    eyes: Colour = (92, 62, 42)
    style: str = "short"  # short, long, bob, bun or curly
    lips: Colour = (186, 92, 88)
    beard: bool = False
    glasses: bool = False


MINA = Person((232, 184, 150), (92, 54, 38), (42, 120, 142), (74, 96, 66), "bob", (192, 84, 86))
NOOR = Person((196, 142, 106), (46, 34, 34), (198, 92, 62), (70, 44, 30), "long", (168, 74, 70))
TOMAS = Person((240, 198, 168), (150, 96, 52), (66, 92, 74), (70, 100, 130), lips=(196, 118, 106), beard=True)
ADA = Person((134, 88, 62), (40, 30, 30), (226, 172, 60), (54, 34, 26), "curly", (150, 70, 70))
JUN = Person((236, 194, 156), (34, 32, 36), (96, 84, 140), (58, 40, 32), lips=(200, 124, 108), glasses=True)
WILMA = Person((238, 200, 176), (198, 198, 202), (140, 60, 84), (84, 110, 130), "bun", (192, 100, 100), glasses=True)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that lies `share` of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def oval(x: float, y: float, rx: float, ry: float) -> Shape:
    """Return the points of an ellipse."""
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 61)]


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    """Return the corners of a box."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def curve(text: str, x: float = 0, flip: int = 1, mirror: bool = False) -> Shape:
    """Return a smooth closed curve (Catmull-Rom) through "x,y x,y ...".

    The points are flipped and moved to the side on request, or continued by their mirror images about the sheet's
    middle, so that half a symmetric shape is enough.
    """
    at = np.array([pair.split(",") for pair in text.split()], float) * (flip, 1) + (x, 0)
    if mirror:
        at = np.vstack([at, [(BUST[0] - px, py) for px, py in at[::-1] if px != BUST[0] / 2]])
    before, after, later = np.roll(at, 1, 0), np.roll(at, -1, 0), np.roll(at, -2, 0)
    t = np.linspace(0, 1, 12, endpoint=False)[:, None, None]
    bend = (2 * before - 5 * at + 4 * after - later) * t**2 + (3 * at - before - 3 * after + later) * t**3
    line = at + 0.5 * ((after - before) * t + bend)
    return [(float(px), float(py)) for px, py in line.transpose(1, 0, 2).reshape(-1, 2)]


class Sheet:
    """A transparent sheet that takes soft-edged shapes, in units of its own."""

    def __init__(self, size: Size, scale: float) -> None:
        self.scale = scale
        self.image = Image.new("RGBA", (round(size[0] * scale), round(size[1] * scale)))

    def paint(
        self, colour: Colour, *shapes: Shape, soft: float = 0, strength: float = 1, within: Image.Image | None = None
    ) -> Image.Image:
        """Fill shapes with a colour and return the mask that was painted through."""
        mask = Image.new("L", self.image.size)
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            draw.polygon([(x * self.scale, y * self.scale) for x, y in shape], fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(soft * self.scale)) if soft else mask
        share = np.asarray(mask) * (strength if within is None else strength / 255 * np.asarray(within))
        mask = Image.fromarray(share.round().astype(np.uint8))
        layer = Image.new("RGBA", self.image.size, (*colour, 255))
        layer.putalpha(mask)
        self.image.alpha_composite(layer)
        return mask


def bust(person: Person, height: int, turn: float = 0) -> Image.Image:
    """Draw a friendly person from the shoulders up, `height` pixels high, tilted by some degrees."""
    sheet = Sheet(BUST, max(2 * height / BUST[1], 1.2))
    _body(sheet, person)
    _head(sheet, person)
    _eyes(sheet, person)
    _nose_and_mouth(sheet, person)
    _hair(sheet, person)
    if turn:
        middle = (BUST[0] / 2 * sheet.scale, BUST[1] * sheet.scale)
        sheet.image = sheet.image.rotate(turn, Image.Resampling.BICUBIC, center=middle)
    return sheet.image.resize((round(height * BUST[0] / BUST[1]), height), Image.Resampling.LANCZOS)


def _body(sheet: Sheet, person: Person) -> None:
    """Draw the hair behind the head, the neck and the shirt."""
    back = mix(person.hair, BLACK, 0.3)
    if person.style == "long":
        sheet.paint(back, curve("200,72 130,90 92,170 84,300 92,400 150,410", mirror=True))
    elif person.style == "bob":
        sheet.paint(back, curve("200,70 126,90 92,170 90,270 108,318 170,318", mirror=True))
    elif person.style == "curly":
        curls = [oval(200 + 104 * math.cos(a), 176 + 100 * math.sin(a), 36, 36) for a in np.linspace(2.6, 6.8, 13)]
        sheet.paint(back, *curls, oval(200, 176, 104, 104))
    elif person.style == "bun":
        sheet.paint(person.hair, oval(200, 66, 42, 36))
        sheet.paint(back, oval(200, 92, 40, 10), soft=6, strength=0.6)
    neck = mix(person.skin, (120, 50, 30), 0.16)
    skin = sheet.paint(neck, curve("200,270 156,280 154,350 120,396 200,440", mirror=True))
    sheet.paint(mix(neck, (60, 20, 20), 0.3), oval(200, 320, 52, 34), soft=12, strength=0.7, within=skin)
    cloth = sheet.paint(person.shirt, curve("200,418 158,388 110,394 56,420 34,470 30,540 200,560", mirror=True))
    dark, light = mix(person.shirt, BLACK, 0.45), mix(person.shirt, WHITE, 0.4)
    sheet.paint(dark, oval(40, 480, 40, 80), oval(360, 480, 40, 80), soft=24, strength=0.6, within=cloth)
    sheet.paint(light, oval(120, 430, 40, 16), soft=14, strength=0.4, within=cloth)


def _head(sheet: Sheet, person: Person) -> None:
    """Draw the ears and the face with its light and shade."""
    skin, deep = person.skin, mix(person.skin, (110, 40, 24), 0.38)
    for x in (112, 288):
        sheet.paint(mix(skin, deep, 0.35), oval(x, 222, 15, 27))
        sheet.paint(deep, oval(x, 224, 7, 15), soft=3, strength=0.6)
    face = sheet.paint(skin, curve("200,102 150,112 117,160 114,220 126,274 158,318 200,332", mirror=True))
    edges = (oval(104, 230, 26, 130), oval(298, 230, 34, 130), oval(200, 350, 90, 26))
    sheet.paint(deep, *edges, soft=22, strength=0.55, within=face)
    sheet.paint(deep, oval(200, 96, 100, 34), soft=18, strength=0.5, within=face)
    lit = (oval(188, 152, 44, 20), oval(150, 246, 20, 15), oval(246, 246, 18, 14))
    sheet.paint(mix(skin, (255, 246, 232), 0.5), *lit, soft=14, strength=0.6, within=face)
    sheet.paint((214, 96, 84), oval(146, 258, 22, 14), oval(254, 258, 22, 14), soft=12, strength=0.3, within=face)
    if person.beard:
        jaw = "200,263 168,262 142,276 126,252 108,226 116,290 148,336 200,350"
        sheet.paint(mix(person.hair, skin, 0.1), curve(jaw, mirror=True), soft=5, strength=0.9, within=face)


def _eyes(sheet: Sheet, person: Person) -> None:
    """Draw the eyes, the brows and glasses."""
    deep = mix(person.skin, (90, 30, 20), 0.5)
    for flip, x in ((-1, 161), (1, 239)):
        sheet.paint(deep, oval(x, 203, 27, 14), soft=8, strength=0.36)
        sheet.paint(deep, oval(x - flip * 21, 206, 8, 12), soft=6, strength=0.18)
        eye = sheet.paint((246, 242, 238), curve("-23,210 -12,200 0,196 12,200 23,210 11,217 0,218.5 -11,217", x))
        sheet.paint(mix(person.eyes, BLACK, 0.35), oval(x, 207, 12, 12), within=eye)
        sheet.paint(person.eyes, oval(x, 208, 9.5, 9.5), soft=1.2, within=eye)
        sheet.paint((16, 12, 12), oval(x, 207, 5.4, 5.4), within=eye)
        sheet.paint((90, 70, 66), oval(x, 196, 26, 6), soft=3, strength=0.55, within=eye)
        sheet.paint(WHITE, oval(x - 3.5, 203.5, 2.6, 2.6))
        lashes = curve("-25,211 -13,199 0,194.5 13,199 25,211 13,202.5 0,199 -13,202.5", x)
        sheet.paint(INK, lashes, soft=0.5)
        sheet.paint(deep, curve("-20,214 0,221 20,214 0,219", x), soft=1, strength=0.6)
        sheet.paint(deep, curve("-22,200 0,188 22,200 0,190.5", x), soft=1.2, strength=0.5)
        brow = curve("-23,175 -4,168.5 14,170 31,184 13,176 -22,181.5", x, flip)
        sheet.paint(mix(person.hair, INK, 0.3), brow, soft=1.6, strength=0.85)
        if person.glasses:
            rim = [*oval(x, 208, 31, 27), *reversed(oval(x, 208, 28.6, 24.6))]
            arm = curve("30,203 49,199 49,202 30,206", x, flip)
            bridge = curve("-28,204 -39,198 -39,201 -28,207", x, flip)
            sheet.paint((60, 52, 60), rim, arm, bridge)
            sheet.paint(WHITE, oval(x - 11, 195, 7, 3), soft=3, strength=0.35)


def _nose_and_mouth(sheet: Sheet, person: Person) -> None:
    """Draw a nose and a smile."""
    skin, deep, lips = person.skin, mix(person.skin, (90, 30, 20), 0.5), person.lips
    sheet.paint(mix(skin, (255, 248, 238), 0.6), oval(199, 214, 5, 34), oval(199, 245, 9, 7), soft=5, strength=0.6)
    sheet.paint(deep, oval(215, 228, 5, 24), soft=6, strength=0.28)
    base = curve("178,250 186,257 200,261 214,257 222,250 214,262 200,266 186,262")
    sheet.paint(deep, base, soft=2.2, strength=0.7)
    sheet.paint(mix(deep, INK, 0.6), oval(190, 256, 4.6, 2.6), oval(210, 256, 4.6, 2.6), soft=1.2, strength=0.7)
    if person.beard:
        sheet.paint(person.hair, curve("200,270 180,268 150,288 176,282 200,283", mirror=True), soft=2, strength=0.9)
    sheet.paint(deep, oval(200, 313, 22, 5), soft=5, strength=0.4)
    mouth = sheet.paint(lips, curve("200,282 180,280 160,276 176,295 200,303", mirror=True))
    sheet.paint(mix(lips, (255, 220, 214), 0.5), oval(197, 299.5, 14, 2), soft=2, strength=0.7, within=mouth)
    teeth = curve("200,285 184,283.5 168,280.5 182,291 200,294.5", mirror=True)
    sheet.paint((250, 246, 240), teeth, soft=0.4, within=mouth)
    sheet.paint(deep, oval(158, 276, 4, 5), oval(242, 276, 4, 5), soft=2.6, strength=0.5)


def _hair(sheet: Sheet, person: Person) -> None:
    """Draw the hair around the forehead."""
    if person.style in ("long", "bob"):
        low = 380 if person.style == "long" else 296
        left = f"216,74 150,80 104,128 92,210 94,{low} 112,{low} 124,220 142,166 196,128 236,96"
        right = f"206,76 256,84 296,130 308,210 306,{low} 288,{low} 278,220 268,172 232,130 204,96"
        shapes: Sequence[Shape] = (curve(left), curve(right))
        shine = (curve("118,150 150,112 196,92 160,122 128,164"), curve("286,150 262,114 232,96 256,124 276,164"))
    elif person.style == "curly":
        outer = [oval(200 + 92 * math.cos(a), 172 + 86 * math.sin(a), 24, 24) for a in np.linspace(3.1, 6.32, 12)]
        inner = [oval(200 + 66 * math.cos(a), 150 + 50 * math.sin(a), 24, 21) for a in np.linspace(3.3, 6.1, 8)]
        shapes = (*outer, *inner, curve("120,140 200,70 280,140 244,116 200,108 156,116"))
        shine = (oval(150, 104, 20, 9), oval(200, 88, 20, 8), oval(250, 106, 16, 8))
    elif person.style == "bun":
        shapes = (curve("200,80 140,98 108,150 112,214 126,160 164,124 200,114", mirror=True),)
        shine = (curve("132,130 164,102 196,92 166,112 138,146"), oval(190, 52, 20, 7))
    else:
        cap = "110,206 104,150 128,96 190,70 262,84 296,140 290,206 280,164 262,136 216,140 166,126 132,148 121,176"
        shapes = (curve(cap),)
        shine = (curve("136,116 170,92 220,88 180,104 150,126"),)
    mask = sheet.paint(person.hair, *shapes)
    sheet.paint(mix(person.hair, (255, 236, 214), 0.32), *shine, soft=7, strength=0.6, within=mask)


def grain(picture: Image.Image, seed: int, amount: float = 2.5) -> Image.Image:
    """Give a drawn picture the light noise of a camera."""
    noise = np.random.default_rng(seed).normal(0, amount, (picture.height, picture.width, 1))
    return Image.fromarray(np.clip(np.asarray(picture.convert("RGB")) + noise, 0, 255).astype(np.uint8))


def fade(size: Size, top: Colour, bottom: Colour) -> Image.Image:
    """Return a picture that goes from one colour at the top to another at the bottom."""
    share = np.linspace(0, 1, size[1])[:, None, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    return Image.fromarray(np.broadcast_to(rows.round(), (size[1], size[0], 3)).astype(np.uint8))


def lights(size: Size, top: Colour, bottom: Colour, seed: int) -> Image.Image:
    """Return an out-of-focus room with soft round lights, to put people in front of."""
    random = np.random.default_rng(seed)
    sheet = Sheet(size, 1)
    for _ in range(16):
        x, y, r = random.uniform(0, size[0]), random.uniform(0, size[1] * 0.8), random.uniform(0.04, 0.12) * size[1]
        sheet.paint(mix(top, (255, 232, 190), random.uniform(0.4, 0.9)), oval(x, y, r, r), soft=r / 5, strength=0.35)
    back = fade(size, top, bottom)
    back.paste(sheet.image, (0, 0), sheet.image)
    return back


def hills(size: Size, sky: tuple[Colour, Colour], far: Colour, near: Colour, seed: int) -> Image.Image:
    """Return rows of hills under a sky with a sun, the far ones paler."""
    random = np.random.default_rng(seed)
    picture = fade(size, *sky)
    sheet = Sheet(size, 1)
    sun = (size[0] * 0.72, size[1] * 0.26)
    sheet.paint((255, 244, 214), oval(*sun, size[1] * 0.2, size[1] * 0.2), soft=size[1] * 0.09, strength=0.6)
    sheet.paint((255, 250, 236), oval(*sun, size[1] * 0.06, size[1] * 0.06), soft=1)
    along = np.linspace(0, 1, size[0])
    for row in range(5):
        waves = [np.sin(along * f + random.uniform(0, 6.3)) / f for f in (4.1, 9.7, 21.0, 47.0)]
        top = size[1] * (0.42 + 0.11 * row) + size[1] * (0.34 - 0.05 * row) * np.sum(waves, axis=0)
        line = [(float(x), float(y)) for x, y in enumerate(top)]
        sheet.paint(mix(far, near, row / 4), [*line, (size[0], size[1]), (0, size[1])], soft=0.7)
    picture.paste(sheet.image, (0, 0), sheet.image)
    return picture


def lake(size: Size, sky: tuple[Colour, Colour], far: Colour, near: Colour, seed: int) -> Image.Image:
    """Return hills over still water that mirrors them."""
    shore = size[1] * 5 // 8
    picture = hills((size[0], size[1]), sky, far, near, seed).crop((0, 0, size[0], shore))
    water = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).crop((0, 0, size[0], size[1] - shore))
    water = Image.blend(water.filter(ImageFilter.GaussianBlur(4)), fade(water.size, sky[1], (40, 70, 90)), 0.35)
    whole = Image.new("RGB", size)
    whole.paste(picture, (0, 0))
    whole.paste(water, (0, shore))
    return whole


def tower(size: Size) -> Image.Image:
    """Return a lawn, trees and a well-known iron tower in Paris."""
    w, h = size
    picture = fade(size, (112, 164, 214), (232, 234, 226))
    sheet = Sheet(size, 1)
    x, iron = w * 0.28, (104, 84, 70)
    side = [(h * (0.003 + 0.014 * t + 0.145 * t**3), h * (0.05 + 0.79 * t)) for t in np.linspace(0, 1, 40)]
    sheet.paint(iron, [*((x - a, y) for a, y in side), *((x + a, y) for a, y in reversed(side))], soft=0.6)
    for y, half in ((0.38, 0.03), (0.6, 0.062)):
        sheet.paint(mix(iron, BLACK, 0.25), box(x - h * half, h * y, x + h * half, h * (y + 0.02)))
    holes = (oval(x, h * 0.86, h * 0.085, h * 0.17), oval(x, h * 0.5, h * 0.012, h * 0.05))
    sheet.paint((196, 212, 224), *holes, soft=0.6)
    random = np.random.default_rng(7)
    for _ in range(60):
        at, r = random.uniform(0, w), random.uniform(0.03, 0.07) * h
        sheet.paint(mix((58, 98, 62), (104, 140, 82), random.uniform(0, 1)), oval(at, h * 0.83, r, r), soft=2)
    sheet.paint((120, 164, 92), box(0, h * 0.84, w, h), soft=1)
    picture.paste(sheet.image, (0, 0), sheet.image)
    return picture


def wall(size: Size, prints: Sequence[Image.Image]) -> Image.Image:
    """Return a gallery wall with framed prints, each under a lamp."""
    picture = fade(size, (186, 178, 166), (214, 208, 198))
    sheet = Sheet(size, 1)
    sheet.paint((122, 88, 62), box(0, size[1] * 0.88, *size))
    sheet.paint((236, 232, 226), box(0, size[1] * 0.85, size[0], size[1] * 0.88))
    for number, _ in enumerate(prints):
        x = size[0] * (2 * number + 1) / (2 * len(prints))
        sheet.paint((255, 250, 232), oval(x, size[1] * 0.3, size[0] * 0.2, size[1] * 0.42), soft=40, strength=0.6)
    picture.paste(sheet.image, (0, 0), sheet.image)
    for number, piece in enumerate(prints):
        x = size[0] * (2 * number + 1) // (2 * len(prints)) - piece.width // 2
        y = (size[1] * 17 // 20 - piece.height) // 2
        for grow, colour in ((26, (60, 44, 34)), (20, (246, 243, 236))):
            picture.paste(colour, (x - grow, y - grow, x + piece.width + grow, y + piece.height + grow))
        picture.paste(piece, (x, y))
    return picture


def carving(size: Size) -> Image.Image:
    """Return a carved wooden mask on a wall: nearly a face, and nobody's."""
    scale = size[1] / BUST[1]
    sheet = Sheet((round(size[0] / scale), BUST[1]), scale)
    wood, dark, light = (166, 112, 66), (84, 50, 28), (214, 164, 108)
    sheet.paint((120, 112, 100), oval(212, 250, 128, 168), soft=16, strength=0.7)
    face = sheet.paint(wood, curve("200,66 130,84 92,160 94,250 126,340 200,404", mirror=True))
    sheet.paint(dark, oval(96, 240, 24, 150), oval(304, 240, 30, 150), soft=20, strength=0.6, within=face)
    for y in range(70, 400, 14):
        sheet.paint(dark, curve(f"90,{y} 200,{y + 16} 310,{y} 200,{y + 19}"), soft=1, strength=0.42, within=face)
    sheet.paint(light, oval(180, 130, 50, 26), oval(146, 270, 18, 24), oval(250, 270, 18, 24), soft=14, strength=0.6)
    for flip, x in ((-1, 156), (1, 244)):
        sheet.paint(dark, curve("-30,168 0,152 34,170 0,162", x, flip), soft=1)
        sheet.paint((34, 20, 14), curve("-30,200 0,214 30,200 0,219", x), soft=0.6)
    sheet.paint(light, curve("200,170 190,240 178,282 200,292", mirror=True), soft=3, strength=0.8)
    sheet.paint(dark, curve("200,294 176,284 184,296 200,300", mirror=True), soft=1)
    sheet.paint((60, 26, 20), curve("200,326 160,322 176,348 200,354", mirror=True), soft=0.8)
    sheet.paint((182, 58, 40), oval(140, 250, 14, 5), oval(260, 250, 14, 5), soft=0.8)
    back = fade(size, (214, 204, 184), (190, 178, 158))
    back.paste(sheet.image, (0, 0), sheet.image)
    return back
