"""The other side of the comparison: the same arithmetic in Python's PyTorch and torchvision.

Started by kontrast.bench.Contender with words key=value; says "ready params=N", then answers every
line "run N" with "time SECONDS", the time of N units of work. See kontrast.bench.Load for the keys.
"""

import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.transforms as T
from PIL import Image
from torch import nn


def conv(inputs, outputs, kernel, stride):
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    ]


def small(width, cells):
    """kontrast.encoder.SmallCnn"""
    layers, channels = [], 3
    for factor, stride in ((1, 2), (2, 2), (4, 2), (8, 1)):
        layers += conv(channels, factor * width, 3, stride) + [nn.ReLU(inplace=True)]
        channels = factor * width
    layers += [nn.AdaptiveAvgPool2d(cells), nn.Flatten()]
    return nn.Sequential(*layers), channels * cells * cells


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride, project):
        super().__init__()
        self.body = nn.Sequential(
            *conv(inputs, outputs, 3, stride), nn.ReLU(inplace=True), *conv(outputs, outputs, 3, 1)
        )
        self.shortcut = nn.Sequential(*conv(inputs, outputs, 1, stride)) if project else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x), inplace=True)


def resnet(width):
    """kontrast.encoder.ResNet18"""
    layers, channels = conv(3, width, 3, 1) + [nn.ReLU(inplace=True)], width
    for stage in range(4):
        filters = width << stage
        layers.append(Residual(channels, filters, 1 if stage == 0 else 2, stage > 0))
        layers.append(Residual(filters, filters, 1, False))
        channels = filters
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers), channels


def network(options):
    width = int(options["width"])
    encoder, n = small(width, int(options["cells"])) if options["encoder"] == "small" else resnet(width)
    hidden, output = int(options["hidden"]), int(options["output"])
    head = nn.Sequential(
        nn.Linear(n, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True), nn.Linear(hidden, output)
    )
    return nn.Sequential(encoder, head)


def nt_xent(z, temperature):
    """kontrast.loss.NtXent: first views, then second views in the same order."""
    n = len(z) // 2
    z = F.normalize(z, dim=1)
    logits = z @ z.t() / temperature
    logits.fill_diagonal_(-1e9)
    target = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    return F.cross_entropy(logits, target)


class Step:
    """One step of SimCLR on a batch of views [2N, 3, H, W]."""

    def __init__(self, options):
        self.format = {"nchw": torch.contiguous_format, "nhwc": torch.channels_last}[options["format"]]
        self.temperature = float(options["temperature"])
        self.net = network(options).to(memory_format=self.format).train()
        weights = [p for p in self.net.parameters() if p.dim() > 1]
        rest = [p for p in self.net.parameters() if p.dim() <= 1]
        groups = [{"params": weights, "weight_decay": 1e-4}, {"params": rest, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-4, foreach=True)

    def __call__(self, views):
        loss = nt_xent(self.net(views.contiguous(memory_format=self.format)), self.temperature)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        value = loss.item()
        if value != value:
            raise ArithmeticError("the loss is not a number")

    def parameters(self):
        return sum(p.numel() for p in self.net.parameters())


def transform(options):
    """kontrast.view.Views.simclr with Options.cifar(), image by image."""
    last = [T.ToTensor()] if options["input"] == "pil" else [T.ConvertImageDtype(torch.float32)]
    first, rest = (last, []) if options["input"] == "tensor" else ([], last)
    return T.Compose(
        first
        + [
            T.RandomResizedCrop(32, scale=(0.08, 1.0)),
            T.RandomHorizontalFlip(0.5),
            T.RandomApply([T.ColorJitter(0.4, 0.4, 0.4, 0.1)], 0.8),
            T.RandomGrayscale(0.2),
        ]
        + rest
    )


class TwoViews(torch.utils.data.Dataset):
    def __init__(self, pixels, options):
        self.transform = transform(options)
        if options["input"] == "pil":
            self.images = [Image.fromarray(p) for p in pixels.transpose(0, 2, 3, 1)]
        else:
            self.images = list(torch.from_numpy(pixels))

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return self.transform(self.images[i]), self.transform(self.images[i])


def batches(options, pixels):
    workers = int(options["workers"])
    loader = torch.utils.data.DataLoader(
        TwoViews(pixels, options),
        batch_size=int(options["batch"]),
        shuffle=True,
        drop_last=True,
        num_workers=workers,
        persistent_workers=workers > 0,
    )
    while True:
        for first, second in loader:
            yield torch.cat([first, second])


def main():
    options = dict(word.split("=", 1) for word in sys.argv[1:])
    torch.set_num_threads(int(options["threads"]))
    torch.manual_seed(1)
    pixels = np.fromfile(options["pixels"], dtype=np.uint8).reshape(-1, 3, 32, 32)
    workers = int(options.get("workers", "0"))
    load, parameters = options["load"], 0
    if load in ("train", "views"):
        source = batches(options, pixels)
    if load in ("train", "step"):
        step = Step(options)
        parameters = step.parameters()
    if load == "train":
        unit = lambda: step(next(source))
    elif load == "step":
        some = torch.from_numpy(pixels[: int(options["batch"])].astype(np.float32) / 255)
        unit = lambda: step(torch.cat([some, some]))
    else:
        unit = lambda: next(source)
    print("ready params=%d" % parameters, flush=True)
    for line in sys.stdin:
        units = int(line.split()[1])
        # What the loader fetched ahead while the other side had its turn must not count.
        for _ in range(1 + 2 * workers):
            unit()
        begun = time.perf_counter()
        for _ in range(units):
            unit()
        seconds = time.perf_counter() - begun
        if workers:
            time.sleep(0.5)  # until the loader has fetched ahead again, so that the other side has the machine
        print("time %.6f" % seconds, flush=True)


if __name__ == "__main__":
    main()
