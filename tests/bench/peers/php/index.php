<?php
// The peer in PHP: what a team would write with mysqli, behind PHP-FPM with its byte code kept. Like the one in Node it
// runs the API's statements and answers the same JSON, what only the API's rules know it gets ready-made, and nobody
// has to sign in.
$bench = require $_SERVER['BENCH'];

function instant($text)
{
	return $text === null ? null : substr($text, 0, 10) . 'T' . substr($text, 11, 8) . rtrim(rtrim(substr($text, 19), '0'), '.') . 'Z';
}

function money($text)
{
	return $text === null ? null : preg_replace('/0{1,2}$/', '', $text);
}

function id($n)
{
	return $n === null ? null : (string)$n;
}

function rows($db, $sql, $values = [])
{
	$statement = $db->prepare($sql);
	$statement->execute($values);
	return $statement->get_result()->fetch_all(MYSQLI_ASSOC);
}

function order_of($o, $rules)
{
	$rule = $rules["{$o['status']}/{$o['platform_state']}"];
	return [
		'id' => id($o['id']), 'orderNo' => $o['order_no'], 'kind' => $o['kind'], 'status' => $o['status'], 'source' => $o['source'],
		'platform' => $o['platform'], 'store' => ['id' => id($o['store_id']), 'name' => $o['store_name']], 'amount' => money($o['amount']),
		'currency' => $o['currency'], 'wmsShippingCost' => money($o['wms_shipping_cost']), 'wmsShippingCurrency' => $o['wms_shipping_currency'],
		'orderTime' => instant($o['order_time']),
		'warehouse' => $o['warehouse_id'] === null ? null : ['id' => id($o['warehouse_id']), 'name' => $o['warehouse_name']],
		'exception' => $o['exception_code'] === null ? null
			: ['code' => $o['exception_code'], 'detail' => $o['exception_detail'], 'since' => instant($o['exception_since'])],
		'version' => $o['version'], 'actions' => $rule['actions'], 'turn' => $rule['turn'] + ['since' => instant($o['status_since'])],
		// of purchase orders alone
		'acknowledgeBy' => null, 'shipWindow' => null, 'deliveryWindow' => null, 'acknowledgementState' => null,
	];
}

function lines_of($rows)
{
	$lines = [];
	foreach ($rows as $l) {
		$lines[$l['id']] ??= [
			'id' => id($l['id']), 'platformLineId' => $l['platform_line_id'], 'platformSku' => $l['platform_sku'], 'skuKey' => $l['sku_key'],
			'productId' => $l['product_id'], 'productName' => $l['product_name'], 'unit' => $l['unit'], 'unitSize' => $l['unit_size'],
			'orderedQty' => $l['ordered_qty'], 'acceptedQty' => $l['accepted_qty'], 'backorderedQty' => $l['backordered_qty'],
			'rejectedQty' => $l['rejected_qty'], 'rejectReason' => $l['reject_reason'], 'backorderAllowed' => (bool)$l['backorder_allowed'],
			'shippedQty' => $l['shipped_qty'], 'unitPrice' => money($l['unit_price']), 'lineTotal' => money($l['line_total']),
			'shippable' => (bool)$l['shippable'], 'mapping' => [],
		];
		if ($l['sku_id'] !== null) {
			$lines[$l['id']]['mapping'][] = ['skuId' => id($l['sku_id']), 'code' => $l['code'], 'name' => $l['name'], 'quantity' => $l['quantity']];
		}
	}
	return array_values($lines);
}

function one_order($db, $bench, $id)
{
	[$orders, $lines, $parcels, $writebacks] = array_map(fn($q) => rows($db, $q['sql'], array_fill(0, $q['ids'], $id)), $bench['one']);
	if (!$orders) {
		http_response_code(404);
		return null;
	}
	$o = $orders[0];
	$lines = lines_of($lines);
	return order_of($o, $bench['rules']) + [
		'purchase' => null, 'acknowledgement' => null, 'platformOrderId' => $o['platform_order_id'], 'platformStatus' => $o['platform_status'],
		'fulfilmentStatus' => $bench['rules']["{$o['status']}/{$o['platform_state']}"]['fulfilmentStatus'], 'shippingProvider' => $o['carrier'],
		'serviceType' => $o['service_type'], 'buyerNote' => $o['buyer_note'], 'paymentMethod' => $o['payment_method'], 'paidAt' => instant($o['paid_at']),
		'shippingFee' => money($o['shipping_fee']), 'tax' => money($o['tax']), 'discount' => money($o['discount']),
		'shippable' => in_array(true, array_column($lines, 'shippable'), true),
		'recipient' => ['name' => $o['recipient_name'], 'company' => $o['recipient_company'], 'phone' => $o['recipient_phone'],
			'email' => $o['recipient_email'], 'country' => $o['recipient_country'], 'state' => $o['recipient_state'], 'city' => $o['recipient_city'],
			'line1' => $o['recipient_line1'], 'line2' => $o['recipient_line2'], 'zip' => $o['recipient_zip']],
		'lines' => $lines, 'outbound' => null, 'parcels' => $parcels, 'writebacks' => $writebacks,
	];
}

function order_list($db, $bench)
{
	$rows = rows($db, $bench['list']);
	$more = count($rows) > 50;
	if ($more) {
		array_pop($rows);
	}
	return ['items' => array_map(fn($o) => order_of($o, $bench['rules']), $rows), 'nextCursor' => $more ? id(end($rows)['id']) : null,
		'total' => 10000, 'totalIsExact' => false];
}

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('p:localhost', 'root', '', 'gwms', 0, $bench['socket']); // p: the connection is kept
$db->set_charset('utf8mb4');
header('Content-Type: application/json');
$path = explode('?', $_SERVER['REQUEST_URI'])[0];
echo json_encode(preg_match('~/orders/(\d+)$~', $path, $m) ? one_order($db, $bench, $m[1]) : order_list($db, $bench),
	JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
