<?php
// A small shop: asks about a buyer twice, reports, and prints what it learned.
declare(strict_types=1);
require $argv[1];
$cache = new ArrayObject();
$bonafide = new Bonafide\Registry(getenv('BONAFIDE_API_KEY'), getenv('BONAFIDE_URL'), $cache, 0.5);
$phone = '8 (916) 123-45-67';
$first = $bonafide->lookUp('A-1', phone: $phone, email: 'Anna@example.org', amount: '3490.00');
$receipt = null;
try {
    $receipt = $bonafide->report('A-1', 'paid', amount: 3490, phone: $phone, lookup: $first['id']);
} catch (Bonafide\Unavailable | Bonafide\Refused $error) {
    $receipt = ['error' => $error->getMessage()];
}
$second = $bonafide->lookUp('A-2', phone: $phone);
echo json_encode([$first, $receipt, $second]);
