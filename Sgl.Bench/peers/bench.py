#!/usr/bin/env python3
"""Times the leaky neuron of the benchmarks in libraries for PyTorch, on one thread of the CPU.

    python bench.py [--steps 100] [--batch 32] [--features 1024] [--rounds 10]

The same sizes as the ratios lif-vs-torchsharp: forward over all time steps and the gradient of the input. A library that
is not installed is listed as such. The gradient of each is checked against the recursion written out with autograd:
v = beta * v + x; s = H(v - 1), with the library's own surrogate; v = v - s, without a gradient through the reset where
the library detaches it. What differs by design (a delayed reset, a decay of the input) is part of the reference.
"""

import argparse
import importlib.util
import math
import time

try:
    import torch
except ImportError:
    raise SystemExit("PyTorch is not installed: pip install torch")

BETA = 0.9


def arctan(alpha):
    """The spike whose derivative is alpha / 2 / (1 + (pi / 2 * alpha * x) ** 2)."""

    class Spike(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return (x >= 0).to(x)

        @staticmethod
        def backward(ctx, gradient):
            (x,) = ctx.saved_tensors
            return gradient * alpha / 2 / (1 + (math.pi / 2 * alpha * x) ** 2)

    return Spike.apply


def super_spike(alpha):
    """The spike whose derivative is 1 / (1 + alpha * |x|) ** 2."""

    class Spike(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return (x > 0).to(x)

        @staticmethod
        def backward(ctx, gradient):
            (x,) = ctx.saved_tensors
            return gradient / (1 + alpha * x.abs()) ** 2

    return Spike.apply


def reference(x):
    spike, v, spikes = arctan(2.0), torch.zeros_like(x[0]), []
    for current in x:
        v = BETA * v + current
        s = spike(v - 1.0)
        v = v - s.detach()
        spikes.append(s)
    return torch.stack(spikes)


def snntorch_leaky():
    import snntorch
    from snntorch import surrogate

    neuron = snntorch.Leaky(beta=BETA, spike_grad=surrogate.atan(alpha=2.0), reset_mechanism="subtract")

    def run(x):
        membrane, spikes = neuron.init_leaky(), []
        for current in x:
            s, membrane = neuron(current, membrane)
            spikes.append(s)
        return torch.stack(spikes)

    def expected(x):
        # The reset comes one step late, from the membrane before, and has no gradient; a spike needs more than 1.
        spike, v, spikes = arctan(2.0), torch.zeros_like(x[0]), []
        for current in x:
            reset = (v > 1.0).to(v).detach()
            v = BETA * v + current - reset
            spikes.append(spike(v - 1.0))
        return torch.stack(spikes)

    return run, expected


def spikingjelly_lif(backend):
    def create():
        from spikingjelly.activation_based import functional, neuron, surrogate

        node = neuron.LIFNode(
            tau=1 / (1 - BETA), decay_input=False, v_threshold=1.0, v_reset=None, detach_reset=True,
            surrogate_function=surrogate.ATan(alpha=2.0), step_mode="m")
        if backend not in node.supported_backends:
            raise RuntimeError(f"LIFNode has no backend {backend} here")
        node.backend = backend

        def run(x):
            functional.reset_net(node)
            return node(x)

        return run, reference

    return create


def norse_lif_box():
    from norse.torch.functional.lif_box import LIFBoxFeedForwardState, LIFBoxParameters, lif_box_feed_forward_step

    # dv = dt * tau_mem_inv * (v_leak - v + x): the input is scaled by 0.1, and the reset keeps its gradient.
    p = LIFBoxParameters(
        tau_mem_inv=torch.as_tensor(100.0), v_leak=torch.as_tensor(0.0), v_th=torch.as_tensor(1.0),
        v_reset=torch.as_tensor(0.0), method="super", alpha=torch.as_tensor(100.0))

    def run(x):
        state, spikes = LIFBoxFeedForwardState(v=torch.zeros_like(x[0])), []
        for current in x:
            s, state = lif_box_feed_forward_step(10 * current, state, p, dt=0.001)
            spikes.append(s)
        return torch.stack(spikes)

    def expected(x):
        spike, v, spikes = super_spike(100.0), torch.zeros_like(x[0]), []
        for current in x:
            v = v + 0.1 * (0.0 - v + 10 * current)
            s = spike(v - 1.0)
            v = v - s * v
            spikes.append(s)
        return torch.stack(spikes)

    return run, expected


PEERS = [
    ("plain PyTorch, a loop under autograd", None, lambda: (reference, reference)),
    ("snnTorch Leaky", "snntorch", snntorch_leaky),
    ("SpikingJelly LIFNode, torch", "spikingjelly", spikingjelly_lif("torch")),
    ("Norse LIFBox", "norse", norse_lif_box),
]


def timed(run, x, gradient, rounds):
    best = math.inf
    for _ in range(rounds):
        start = time.perf_counter()
        torch.autograd.grad([run(x)], [x], [gradient])
        best = min(best, time.perf_counter() - start)
    return best


def check(run, expected, x, gradient):
    """Raises unless spikes are equal but for a few at the threshold, and gradients near where they are."""
    ours, theirs = run(x), expected(x)
    different = (ours != theirs).any(dim=0)
    if different.float().mean() > 0.01:
        raise RuntimeError(f"{different.float().mean():.1%} of the neurons spike otherwise than the recursion")
    a = torch.autograd.grad([ours], [x], [gradient])[0][:, ~different]
    b = torch.autograd.grad([theirs], [x], [gradient])[0][:, ~different]
    distance = ((a - b).norm() / b.norm()).item()
    if not distance < 1e-3:
        raise RuntimeError(f"the gradient differs from that of the recursion by {distance:.3g}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--features", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()

    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(1)
    shape = (options.steps, options.batch, options.features)
    x = (torch.rand(shape, generator=generator) * 0.8 - 0.2).requires_grad_()
    gradient = torch.rand(shape, generator=generator) * 2 - 1
    count = math.prod(shape)
    print(f"PyTorch {torch.__version__}, one thread, T = {shape[0]}, B = {shape[1]}, F = {shape[2]}")
    for name, package, create in PEERS:
        if package is not None and importlib.util.find_spec(package) is None:
            print(f"{name:40} not installed: pip install {package}")
            continue
        try:
            run, expected = create()
            check(run, expected, x, gradient)
        except (ImportError, AttributeError, TypeError, RuntimeError) as problem:
            print(f"{name:40} not timed: {problem}")
            continue
        seconds = timed(run, x, gradient, options.rounds)
        print(f"{name:40} {1000 * seconds:9.2f} ms {1e9 * seconds / count:8.2f} ns per neuron-step")


if __name__ == "__main__":
    main()
