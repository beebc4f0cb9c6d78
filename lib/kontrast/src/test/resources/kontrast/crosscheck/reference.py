"""Computes with Python's PyTorch what the library computes: the same inputs, other code.

Usage: reference.py IN.npz OUT.npz

Inputs and results are named arrays. The losses are written with PyTorch's own functions, or with
loops straight from the formula, never as the library writes them.
"""
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional as F

given = {name: torch.from_numpy(array) for name, array in numpy.load(sys.argv[1]).items()}
found = {}


def number(name):
    return given[name].item()


def leaves(*names):
    return [given[name].clone().requires_grad_() for name in names]


def keep(name, loss, inputs):
    """A loss and its gradients: NAME, NAME.d0, NAME.d1 ..."""
    found[name] = loss.detach()
    for i, gradient in enumerate(torch.autograd.grad(loss, inputs)):
        found[f"{name}.d{i}"] = gradient


def nt_xent():
    (z,) = leaves("z")  # [2N, d], first views before second ones
    scores = F.cosine_similarity(z[:, None], z[None], dim=2) / number("tau")
    scores = scores.masked_fill(torch.eye(len(z), dtype=torch.bool), -torch.inf)
    positive = torch.arange(len(z)).roll(len(z) // 2)
    keep("ntxent", F.cross_entropy(scores, positive), [z])


def info_nce():
    tau = number("tau")
    right = torch.arange(len(given["x"]))

    def scores(a, b):
        return F.cosine_similarity(a[:, None], b[None], dim=2) / tau

    x, y = leaves("x", "y")
    keep("infonce", F.cross_entropy(scores(x, y), right), [x, y])

    x, y = leaves("x", "y")
    both = F.cross_entropy(scores(x, y), right) + F.cross_entropy(scores(y, x), right)
    keep("infonce.symmetric", both, [x, y])

    x, y = leaves("x", "y")
    itself = torch.eye(len(x), dtype=torch.bool)
    within = scores(x, x).masked_fill(itself, -torch.inf)
    keep("infonce.sums", F.cross_entropy(torch.cat([scores(x, y), within], 1), right), [x, y])

    x, y, others = leaves("x", "y", "others")
    first = torch.cat([F.cosine_similarity(x, y)[:, None] / tau, scores(x, others)], 1)
    keep("infonce.negatives", F.cross_entropy(first, torch.zeros_like(right)), [x, y, others])


def cross_entropy():
    (logits,) = leaves("logits")
    keep("crossentropy", F.cross_entropy(logits, given["labels"]), [logits])


def cpc():
    predictions, codes = leaves("predictions", "codes")  # [B, P, d] and [B, Q, d]
    tau = number("tau")
    terms = []
    for n in range(len(predictions)):
        for t, place in enumerate(given["places"].tolist()):
            every = torch.cat(list(codes))  # [B Q, d]
            right = torch.tensor([n * codes.shape[1] + place])
            terms.append(F.cross_entropy((every @ predictions[n, t] / tau)[None], right))
    keep("cpc", torch.stack(terms).mean(), [predictions, codes])

    p, z, wrong = leaves("predictions", "follow", "wrong")  # [N, K, d] each
    score = torch.cat([(p * z).mean(dim=(1, 2)), (p * wrong).mean(dim=(1, 2))])
    truth = torch.cat([torch.ones(len(p)), torch.zeros(len(p))])
    keep("cpc.bce", F.binary_cross_entropy_with_logits(score, truth), [p, z, wrong])


def nce():
    """The formula as it stands, with exp and log, in double precision."""
    (scores,) = leaves("scores")  # [N, 1 + m], the positive in column 0
    h = torch.exp(scores.double()) / number("z0")
    noise = (scores.shape[1] - 1) / number("images")  # m P_n
    data = h / (h + noise)  # P(D = 1)
    terms = torch.log(data[:, 0]) + torch.log(1 - data[:, 1:]).sum(1)
    keep("nce", -terms.mean().float(), [scores])


def byol_and_sim_siam():
    """Two directions each; what is predicted passes no gradient on."""

    def keep_stopped(name, loss, inputs):
        found[name] = loss.detach()
        gradients = torch.autograd.grad(loss, inputs, allow_unused=True)
        for i, gradient in enumerate(gradients):
            found[f"{name}.d{i}"] = torch.zeros_like(inputs[i]) if gradient is None else gradient

    names = ("p.x", "p.y", "z.x", "z.y")
    px, py, zx, zy = leaves(*names)

    def regression(p, z):
        return (2 - 2 * (F.normalize(p, dim=-1) * F.normalize(z.detach(), dim=-1)).sum(-1)).mean()

    keep_stopped("byol", regression(px, zy) + regression(py, zx), [px, py, zx, zy])

    px, py, zx, zy = leaves(*names)
    one = F.cosine_similarity(px, zy.detach()).mean()
    other = F.cosine_similarity(py, zx.detach()).mean()
    keep_stopped("simsiam", -(one + other) * 0.5, [px, py, zx, zy])

    sx, sy = leaves("s.x", "s.y")  # outputs of student and teacher
    asked = F.softmax((sy.detach() - given["centre"]) / 0.04, dim=-1)
    terms = torch.sum(-asked * F.log_softmax(sx / 0.1, dim=-1), dim=-1)
    keep_stopped("dino", terms.mean(), [sx, sy])


def swav():
    """Codes by dividing rows and columns in turn, in double precision; images are the columns."""

    def codes(scores):
        q = torch.exp(scores.detach().double() / 0.05).T
        q = q / q.sum()
        prototypes, images = q.shape
        for _ in range(3):
            q = q / q.sum(dim=1, keepdim=True) / prototypes
            q = q / q.sum(dim=0, keepdim=True) / images
        return (q * images).T.float()

    sx, sy = leaves("s.x", "s.y")
    loss = F.cross_entropy(sx / 0.1, codes(sy)) + F.cross_entropy(sy / 0.1, codes(sx))
    keep("swav", loss, [sx, sy])


def barlow_twins():
    x, y = leaves("z.x", "z.y")
    norm = nn.BatchNorm1d(x.shape[1], affine=False)
    c = norm(x).T @ norm(y) / len(x)
    on = (torch.diagonal(c) - 1).pow(2).sum()
    off = c.pow(2).sum() - torch.diagonal(c).pow(2).sum()
    keep("barlow", (on + 0.005 * off) / x.shape[1], [x, y])


def pirl():
    """Equations 4 to 6 image by image, with exp and log, in double precision."""
    inputs = leaves("z.x", "z.y", "p.x", "rows")  # image, tiles, own row, other rows
    image, tiles, own, rows = (array.double() for array in inputs)

    def noise_contrast(v):
        terms = []
        for n in range(len(v)):
            positive = torch.exp(F.cosine_similarity(v[n], own[n], dim=0) / 0.07)
            others = torch.exp(F.cosine_similarity(v[n][None], rows[n], dim=1) / 0.07)
            term = -torch.log(positive / (positive + others.sum()))
            terms.append(term - torch.log(1 - others / (others + others.sum())).sum())
        return torch.stack(terms).mean()

    loss = 0.5 * noise_contrast(tiles) + 0.5 * noise_contrast(image)
    keep("pirl", loss.float(), inputs)


class Residual(nn.Module):
    def __init__(self, before, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, filters, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        self.shortcut = nn.Sequential()
        if before != filters:
            self.shortcut.append(nn.Conv2d(before, filters, 1, stride, bias=False))
            self.shortcut.append(nn.BatchNorm2d(filters))

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


def resnet18(width):
    layers = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    before = width
    for stage in range(4):
        filters = width << stage
        layers.append(Residual(before, filters, 1 if stage == 0 else 2))
        layers.append(Residual(filters, filters, 1))
        before = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


def resnet():
    network = resnet18(int(number("resnet.width")))
    arrays = iter([given[name] for name in sorted(given) if name.startswith("resnet.p")])
    norms = []
    with torch.no_grad():
        for module in network.modules():  # in the order of definition, as the library's
            if isinstance(module, nn.Conv2d):
                module.weight.copy_(next(arrays))
            if isinstance(module, nn.BatchNorm2d):
                for array in (module.weight, module.bias, module.running_mean, module.running_var):
                    array.copy_(next(arrays))
                norms.append(module)
    assert next(arrays, None) is None, "the library's network has more parameters"
    for mode in ("eval", "train"):
        (x,) = leaves("resnet.x")
        h = network.train(mode == "train")(x)
        found[f"resnet.{mode}"] = h.detach()
        loss = (h * given["resnet.slope"]).sum()
        found[f"resnet.{mode}.dx"], found[f"resnet.{mode}.dw"] = torch.autograd.grad(
            loss, [x, network[0].weight]
        )
    found["resnet.mean"] = torch.cat([norm.running_mean for norm in norms])
    found["resnet.var"] = torch.cat([norm.running_var for norm in norms])


def optimizers():
    """20 steps on sum c (w - t)^2 / 2, decaying the weight but not the bias."""
    makers = {
        "sgd": lambda groups: torch.optim.SGD(groups, lr=1),
        "momentum": lambda groups: torch.optim.SGD(groups, lr=1, momentum=0.9),
        "nesterov": lambda groups: torch.optim.SGD(groups, lr=1, momentum=0.9, nesterov=True),
        "adamw": lambda groups: torch.optim.AdamW(groups, lr=1),
        "adamw2": lambda groups: torch.optim.AdamW(groups, lr=1, betas=(0.8, 0.95), eps=1e-3),
    }
    curve, target = given["curve"], given["target"]
    for name, make in makers.items():
        weight, bias = leaves("weight", "bias")
        optimizer = make(
            [
                {"params": [weight], "weight_decay": number("decay")},
                {"params": [bias], "weight_decay": 0},
            ]
        )
        path = []
        for rate in given["rates"].tolist():
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.zero_grad()
            (curve * (torch.cat([weight, bias]) - target) ** 2 / 2).sum().backward()
            optimizer.step()
            path.append(torch.cat([weight, bias]).detach().clone())
        found[f"path.{name}"] = torch.stack(path)

    some = torch.optim.SGD([torch.zeros(1)], lr=number("peak"))
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(some, T_max=16)
    rates = []
    for _ in range(16):
        rates.append(some.param_groups[0]["lr"])
        some.step()
        schedule.step()
    found["cosine"] = torch.tensor(rates, dtype=torch.float64)


torch.set_num_threads(1)
nt_xent()
info_nce()
cross_entropy()
cpc()
nce()
byol_and_sim_siam()
swav()
barlow_twins()
pirl()
resnet()
optimizers()
numpy.savez(sys.argv[2], **{name: tensor.numpy() for name, tensor in found.items()})
print(torch.__version__)
